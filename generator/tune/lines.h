/// Lines through a plan space: the plans to compare with one plan, to find a better one nearby.
#pragma once

#include "schedules/knobs.h"

#include <cstddef>
#include <vector>

namespace halenet::tune {

/// The plans of the space that differ from `plan` in this knob alone, and `plan` itself, by the knob's values, rising.
[[nodiscard]] std::vector<schedules::Values> along_knob(const schedules::Space &space, const schedules::Values &plan,
                                                        std::size_t knob);

/// Whether a knob counts something: no flag, and never 0.
[[nodiscard]] bool is_count(const schedules::Space &space, std::size_t knob);

/// The plans of the space in which one of two counts takes its next or its previous value, or is doubled or halved, and
/// the other goes the other way, to the value with which their product changes least.
[[nodiscard]] std::vector<schedules::Values> along_product(const schedules::Space &space, const schedules::Values &plan,
                                                           std::size_t one, std::size_t other);

/// At most `count` of the plans, at equal distances, with the first and the last one.
[[nodiscard]] std::vector<schedules::Values> spread_over(const std::vector<schedules::Values> &plans,
                                                         std::size_t count);

} // namespace halenet::tune
