#pragma once

#include <cstdint>
#include <string>

namespace halenet::cli {

/// 1234567 as "1,234,567".
[[nodiscard]] std::string grouped(std::int64_t number);

/// Seconds as "0:07", "12:34" or "1:02:03", rounded up.
[[nodiscard]] std::string clock_time(double seconds);

} // namespace halenet::cli
