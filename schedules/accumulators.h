/// What all register-blocked kernels share: sums that live in registers while their reductions run.
#pragma once

#include <Halide.h>

#include <vector>

namespace halenet::schedules {

/// A block of sums, computed at `level` and small enough for the registers: `lanes` in vectors of `vector`, all vectors
/// and all of `unrolled` side by side, and only around them the loops of `reductions`, innermost first.
struct Accumulators {
    Halide::Func sum;
    Halide::Var lanes;
    int vector = 8;
    std::vector<Halide::Var> unrolled;
    std::vector<Halide::RVar> reductions;
};
void keep_in_registers(Accumulators block, const Halide::LoopLevel &level);

} // namespace halenet::schedules
