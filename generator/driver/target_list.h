/// The named targets as a text.
#pragma once

#include <string>

namespace halenet::driver {

/// A JSON array: name, halide, what, tested, tuned, and fits_this_cpu (null for other architectures).
[[nodiscard]] std::string list_of_targets();

} // namespace halenet::driver
