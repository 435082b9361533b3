#include "runtime/cli/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace halenet::cli {

std::string grouped(std::int64_t number) {
    std::string text = fmt::format("{}", number);
    const std::ptrdiff_t first_digit = number < 0 ? 1 : 0;
    for (auto place = std::ssize(text) - 3; place > first_digit; place -= 3)
        text.insert(static_cast<std::size_t>(place), 1, ',');
    return text;
}

std::string clock_time(double seconds) {
    constexpr double a_week = 7.0 * 24 * 3600;
    const auto whole = static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, a_week)));
    if (whole < 3600)
        return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

} // namespace halenet::cli
