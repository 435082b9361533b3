/// Repairs of what Halide 21's code generator gets wrong for RISC-V's vectors (RVV).
#pragma once

#include <Halide.h>

namespace halenet::driver {

/// Rewrites a lowered function so that the code generator makes of it what it said:
///   - The stride of a strided store, and of a strided load under a mask, goes to LLVM's vp.strided.* in elements, but
///     they take bytes. Here it becomes bytes; so nothing but the code generator may read the function afterwards.
///   - A choice between two vectors by one scalar becomes LLVM's vp.select, which takes a condition a lane: without one
///     LLVM refuses the function.
/// Throws std::runtime_error for what no kernel has and no rewriting mends: a vector stored to scattered addresses, and
/// a strided one wider than the eight registers that go out at once.
void repair_riscv_vectors(Halide::Internal::LoweredFunc &function, const Halide::Target &target);

} // namespace halenet::driver
