#pragma once

#include <string>

#include "runtime/report/numbers.h"

namespace halenet::cli {

using halenet::grouped;

/// Seconds as "0:07", "12:34" or "1:02:03", rounded up.
[[nodiscard]] std::string clock_time(double seconds);

} // namespace halenet::cli
