/// Halide's own autoschedulers, which the tuner shows its plans beside. Their schedules are never shipped.
#pragma once

#include <array>
#include <string>

namespace halenet::driver {

inline constexpr std::array autoschedulers{"Mullapudi2016", "Adams2019"};

[[nodiscard]] bool is_autoscheduler(const std::string &name);

} // namespace halenet::driver
