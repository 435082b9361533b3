#pragma once

#include <string>

#include "runtime/report/page_parts.h"
#include "runtime/report/tuning_record.h"

namespace halenet {

/// index.html of a tuning's report. `command` tuned so.
[[nodiscard]] std::string page_of(const TuningRecord &tuning, const Gallery &gallery, const std::string &command);

} // namespace halenet
