#pragma once

#include <string>

#include "runtime/report/numbers.h"

namespace halenet::cli {

using halenet::grouped;

/// Seconds as "0:07", "12:34" or "1:02:03", rounded up.
[[nodiscard]] std::string clock_time(double seconds);

/// A word as a shell reads it, in quotes where it needs them.
[[nodiscard]] std::string quoted(const std::string &word);

} // namespace halenet::cli
