#include "runtime/terminal/terminal.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace halenet {
namespace {

constexpr std::string_view erase_rest_of_line = "\x1b[K";
constexpr std::string_view erase_rest_of_screen = "\x1b[J";

/// As the terminal tells it; 0 where it does not.
winsize size_of(std::FILE *stream) {
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) != 0)
        size = {};
    return size;
}

int columns(std::FILE *stream) {
    if (const char *variable = std::getenv("COLUMNS")) {
        const int number = std::atoi(variable);
        if (number > 0)
            return number;
    }
    const int told = size_of(stream).ws_col;
    return told > 0 ? told : 80;
}

} // namespace

bool is_terminal(std::FILE *stream) {
    const char *term = std::getenv("TERM");
    return ::isatty(::fileno(stream)) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

LiveText::LiveText(std::FILE *stream) : stream_(stream), live_(is_terminal(stream)) {}

int LiveText::width() const {
    return std::max(1, columns(stream_) - 1);
}

int LiveText::height() const {
    const int told = size_of(stream_).ws_row;
    return told > 0 ? told : 24;
}

void LiveText::show(const std::string &text) {
    if (!live_)
        return;
    const int rows_before = rows();
    const auto width = static_cast<std::size_t>(this->width());
    // Each line is drawn over what it replaces and then erases what an earlier, longer one left: nothing flickers.
    std::string drawing = to_first_row();
    shown_.clear();
    std::istringstream lines(text);
    for (std::string line; std::ssize(shown_) < height() && std::getline(lines, line);) {
        line.resize(std::min(line.size(), width));
        drawing += shown_.empty() ? "" : "\n"; // the terminal returns to the first column
        drawing += line;
        drawing += erase_rest_of_line;
        shown_.push_back(line.size());
    }
    if (rows() < rows_before)
        drawing += erase_rest_of_screen;
    fmt::print(stream_, "{}", drawing);
    std::fflush(stream_);
}

void LiveText::clear() {
    if (shown_.empty())
        return;
    fmt::print(stream_, "{}{}", to_first_row(), rows() == 1 ? erase_rest_of_line : erase_rest_of_screen);
    std::fflush(stream_);
    shown_.clear();
}

/// Rows of the screen that the lines take now: a terminal that has become narrower since has broken the longer ones.
int LiveText::rows() const {
    const auto columns_now = static_cast<std::size_t>(columns(stream_));
    std::size_t sum = 0;
    for (const std::size_t length : shown_)
        sum += std::max<std::size_t>(1, (length + columns_now - 1) / columns_now);
    return static_cast<int>(sum);
}

std::string LiveText::to_first_row() const {
    const int up = rows() - 1;
    return up > 0 ? fmt::format("\r\x1b[{}A", up) : "\r";
}

} // namespace halenet
