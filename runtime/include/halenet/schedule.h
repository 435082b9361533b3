#pragma once

#include <cstdint>

namespace halenet {

/// How the learning rate goes over a training.
enum class Schedule {
    constant,  ///< the peak rate at every step
    one_cycle, ///< linear from peak / 10 up to the peak over the first fifth of the steps, then down to peak / 1000
};

/// The rate of step `step` (0 .. steps - 1) of `steps`. The one cycle is Smith's (arXiv 1708.07120) in straight lines,
/// without the libm that a cosine would need, so a rate has the same bits on every machine. The first step has peak /
/// 10, step steps / 5 the peak, the last one peak / 1000; a training of fewer than five steps starts at the peak.
[[nodiscard]] double learning_rate_at(Schedule schedule, double peak, std::int64_t step, std::int64_t steps);

} // namespace halenet
