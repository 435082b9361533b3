/// What all register-blocked kernels share: sums that live in registers while their reductions run.
#pragma once

#include "schedules/machine.h"

#include <string>
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

/// How many terms of a sum may run at once without a change of bits: divisors of `terms` that leave a loop, since LLVM
/// chooses which product it rounds of a sum that is unrolled as a whole; only one on a machine that does not fuse.
[[nodiscard]] std::vector<int> unroll_values(const Machine &machine, int terms, int most);

/// Vectors of sums that a block may have: a few more than there are registers, since spilling some may cost less than
/// a smaller block.
[[nodiscard]] int largest_block(const Machine &machine);

/// Why a block of so many vectors of sums is too large, as knobs.h wants it; empty where it is not.
[[nodiscard]] std::string refusal_of_block(const Machine &machine, int vectors);

} // namespace halenet::schedules
