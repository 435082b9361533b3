#pragma once

#include <optional>

#include "runtime/report/picture.h"
#include "runtime/report/tuning_record.h"

namespace halenet {

// The pictures of a tuning's report, each nothing where there is nothing to show. Colours: blue is a tuned plan and
// what was measured, orange an autoscheduler's schedule and what failed.

/// Bars: the part of the machine's peak at which each kernel runs by the plan of the start, the tuned one, and each
/// autoscheduler's schedule.
[[nodiscard]] std::optional<Picture> peak_picture(const TuningRecord &tuning);

/// The gains of the whole and of each kernel with their intervals.
[[nodiscard]] std::optional<Picture> gains_picture(const TuningRecord &tuning);

/// The way of the search in the heaviest kernels: each candidate, and the best so far.
[[nodiscard]] std::optional<Picture> search_picture(const TuningRecord &tuning);

} // namespace halenet
