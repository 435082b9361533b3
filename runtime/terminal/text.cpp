#include "runtime/terminal/text.h"

#include <algorithm>
#include <charconv>
#include <climits>
#include <cmath>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

namespace halenet {
namespace {

/// Seconds of one; INT_MAX for what is no unit of time.
int unit_of(char letter) {
    return letter == 'h' ? 3600 : letter == 'm' ? 60 : letter == 's' ? 1 : INT_MAX;
}

} // namespace

std::string clock_time(double seconds) {
    constexpr double a_week = 7.0 * 24 * 3600;
    const auto whole = static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, a_week)));
    if (whole < 3600)
        return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::optional<double> seconds_meant_by(const std::string &text) {
    constexpr double a_year = 365.0 * 24 * 3600;
    const char *at = text.data();
    const char *const end = at + text.size();
    double seconds = 0;
    int unit_before = INT_MAX;
    do {
        std::uint32_t number = 0;
        const auto [stop, error] = std::from_chars(at, end, number);
        const bool bare = stop == end && at == text.data();
        const int unit = bare ? 1 : stop == end ? INT_MAX : unit_of(*stop);
        if (error != std::errc() || unit >= unit_before)
            return std::nullopt;
        seconds += static_cast<double>(number) * unit;
        unit_before = unit;
        at = bare ? end : stop + 1;
    } while (at != end);
    return seconds <= a_year ? std::optional(seconds) : std::nullopt;
}

std::string bar_of(double part, int columns) {
    const int inside = columns - 2;
    const int full = std::clamp(static_cast<int>(part * inside), 0, inside);
    std::string text(static_cast<std::size_t>(full), '=');
    if (full < inside)
        text += '>';
    text.resize(static_cast<std::size_t>(inside), '.');
    return '[' + text + ']';
}

std::string shell_word(const std::string &word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
        return word;
    std::string text = "'";
    for (const char character : word)
        text += character == '\'' ? std::string("'\\''") : std::string(1, character);
    return text + '\'';
}

} // namespace halenet
