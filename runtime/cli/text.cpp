#include "runtime/cli/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace halenet::cli {

std::string clock_time(double seconds) {
    constexpr double a_week = 7.0 * 24 * 3600;
    const auto whole = static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, a_week)));
    if (whole < 3600)
        return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string quoted(const std::string &word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
        return word;
    std::string text = "'";
    for (const char character : word)
        text += character == '\'' ? std::string("'\\''") : std::string(1, character);
    return text + '\'';
}

} // namespace halenet::cli
