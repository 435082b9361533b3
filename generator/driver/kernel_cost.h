/// What a kernel costs, told from its generator and its shapes alone.
#pragma once

#include "generator/driver/program.h"

#include <cstdint>

namespace halenet::driver {

/// Multiplications with an addition that all calls of a kernel in one pass take together for one image, as if every
/// value counted: zeros and closed windows that the kernel skips are in it, padding that it adds for its vectors is
/// not. So a time divided into it compares kernels of any formulation. 0 for what only copies, or goes element by
/// element.
[[nodiscard]] std::int64_t multiply_adds(const Kernel &kernel);

} // namespace halenet::driver
