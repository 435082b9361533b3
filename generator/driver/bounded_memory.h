/// Constant sizes for the intermediates of a schedule that nobody has looked at.
#pragma once

#include <Halide.h>

#include <vector>

namespace halenet::driver {

/// Gives each intermediate whose size depends on the extents of the function's arguments the most that it can have: of
/// each argument `extents` tells the greatest (Kernel::extents). What fits goes on the stack, as kernels that run
/// outside of shards have no scratch. An intermediate for which there is no such size stays as it is.
void bound_memory(Halide::Internal::LoweredFunc &function, const std::vector<std::vector<int>> &extents);

} // namespace halenet::driver
