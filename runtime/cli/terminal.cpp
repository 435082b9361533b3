#include "runtime/cli/terminal.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace halenet::cli {
namespace {

int columns(std::FILE *stream) {
    if (const char *variable = std::getenv("COLUMNS")) {
        const int number = std::atoi(variable);
        if (number > 0)
            return number;
    }
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

} // namespace

bool is_terminal(std::FILE *stream) {
    const char *term = std::getenv("TERM");
    return ::isatty(::fileno(stream)) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

LiveLine::LiveLine(std::FILE *stream) : stream_(stream), live_(is_terminal(stream)) {}

int LiveLine::width() const {
    return std::max(1, columns(stream_) - 1);
}

void LiveLine::show(const std::string &text) {
    if (!live_)
        return;
    // Back to the first column, the text, then erase what an earlier, longer one left.
    fmt::print(stream_, "\r{:.{}}\x1b[K", text, width());
    std::fflush(stream_);
    shown_ = true;
}

void LiveLine::clear() {
    if (!shown_)
        return;
    fmt::print(stream_, "\r\x1b[K");
    std::fflush(stream_);
    shown_ = false;
}

} // namespace halenet::cli
