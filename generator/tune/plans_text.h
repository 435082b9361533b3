/// What tuned plans say, for people.
#pragma once

#include "generator/driver/tuned_plans.h"

#include <string>

namespace halenet::tune {

/// All plans with their evidence, a table for each machine that they were measured on.
[[nodiscard]] std::string plans_text(const driver::TunedPlans &plans);

/// A table of the kernels whose plans differ, knob by knob, with the gain that each plan's evidence tells; and how many
/// are the same.
[[nodiscard]] std::string differences_text(const driver::TunedPlans &a, const driver::TunedPlans &b);

} // namespace halenet::tune
