#pragma once

#include <optional>
#include <string>

#include "runtime/report/tuning_record.h"

namespace halenet {

// A tuning's numbers as HTML.

[[nodiscard]] std::string tuning_figures(const TuningRecord &tuning);
[[nodiscard]] std::string whole_rows(const TuningRecord &tuning);
[[nodiscard]] std::string kernel_rows(const TuningRecord &tuning);
[[nodiscard]] std::string contender_rows(const TuningRecord &tuning);
[[nodiscard]] std::string ranking_rows(const TuningRecord &tuning); ///< empty where nothing was measured again
[[nodiscard]] std::string failure_rows(const TuningRecord &tuning); ///< empty where nothing failed
[[nodiscard]] std::string tuning_summary(const TuningRecord &tuning);

/// "+3.2 % (2.9 to 3.5)", with the 95 % interval.
[[nodiscard]] std::string gain_text(const TuningRecord::Gain &gain);

/// "8.31 us", "1.25 ms"; "?" where it was not measured.
[[nodiscard]] std::string time_text(const std::optional<double> &microseconds);

/// How many times as fast a kernel is by its tuned plan as by an autoscheduler's schedule; nothing where that failed.
[[nodiscard]] std::optional<double> lead_over(const TuningRecord::Kernel &kernel, const TuningRecord::Trial &contender);

} // namespace halenet
