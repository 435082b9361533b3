#pragma once

#include <cstdint>
#include <string>

namespace halenet {

/// 1234567 as "1,234,567".
[[nodiscard]] std::string grouped(std::int64_t number);

/// "1 image", "1,234 images".
[[nodiscard]] std::string plural(std::int64_t count, const std::string &what);

} // namespace halenet
