#include "generator/tune/texts.h"

#include "runtime/report/numbers.h"

#include <cctype>
#include <cmath>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace halenet::tune {

namespace {

double percent(double log_ratio) {
    return 100 * std::expm1(log_ratio);
}

} // namespace

std::string microseconds_text(double seconds) {
    const double microseconds = 1e6 * seconds;
    return microseconds <= 0     ? "-"
           : microseconds < 1000 ? fmt::format("{:#.4g}", microseconds)
                                 : grouped(std::llround(microseconds));
}

std::string gain_text(const Interval &gain, bool brief) {
    std::string text = fmt::format("{:+.1f} %", percent(gain.estimate));
    if (!brief && std::isfinite(gain.low) && std::isfinite(gain.high)) {
        text += fmt::format(" [{:+.1f}, {:+.1f}]", percent(gain.low), percent(gain.high));
    }
    return text;
}

std::string capitalised(std::string text) {
    if (!text.empty()) {
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    }
    return text;
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    return fmt::format("{:%Y-%m-%d}", fmt::localtime(now));
}

} // namespace halenet::tune
