/// What came of a tuning, for people.
#pragma once

#include "generator/tune/tuner.h"

#include <string>

namespace halenet::tune {

/// A table of the kernels, the comparisons of the whole, and in a sentence or two what was gained, or that nothing was.
[[nodiscard]] std::string summary_of(const TuningResult &result);

/// "training step, batch 64, 1 thread: 812.3 -> 760.1 us, +6.9 % [+6.1, +7.4], 40 pairs"
[[nodiscard]] std::string comparison_line(const Comparison &comparison);

} // namespace halenet::tune
