#include "runtime/report/numbers.h"

#include <fmt/format.h>

namespace halenet {

std::string grouped(std::int64_t number) {
    std::string text = fmt::format("{}", number);
    const std::ptrdiff_t first_digit = number < 0 ? 1 : 0;
    for (auto place = std::ssize(text) - 3; place > first_digit; place -= 3)
        text.insert(static_cast<std::size_t>(place), 1, ',');
    return text;
}

std::string plural(std::int64_t count, const std::string &what) {
    return fmt::format("{} {}{}", grouped(count), what, count == 1 ? "" : "s");
}

} // namespace halenet
