#pragma once

#include <map>
#include <string>

#include "runtime/report/tuning_record.h"

namespace halenet {

/// A tuning's numbers as tables with a first line of names, by their file names: whole.tsv (steps and predictions
/// before and after), kernels.tsv, trials.tsv.
[[nodiscard]] std::map<std::string, std::string> tables_of(const TuningRecord &tuning);

} // namespace halenet
