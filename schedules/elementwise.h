/// How the kernels run that touch each element once: transposes, normalisation, sums over shards, the optimizer.
#pragma once

#include "schedules/machine.h"

#include <string>

namespace halenet::schedules {

/// Vectors along one dimension; what is left over runs one element at a time.
struct ElementwisePlan {
    int vector = 8;
};

/// `extent` 0: known only at run time.
[[nodiscard]] ElementwisePlan plan_elementwise(const Machine &machine, int extent);
[[nodiscard]] std::string to_string(const ElementwisePlan &plan);

void apply(const ElementwisePlan &plan, Halide::Func dst, const Halide::Var &along);

/// A handful of values, each computed once: unrolled, no vectors.
void apply_unrolled(Halide::Func dst, const Halide::Var &along);

/// dst(k) from sum(k), whose update runs over `reduction`: one vector of sums in a register at a time.
struct SumStages {
    Halide::Func dst, sum;
    Halide::RVar reduction;
    Halide::Var k;
};
void apply(const ElementwisePlan &plan, SumStages stages);

/// A transpose between rows and lanes: one vector of images, `elements` of them in a block that LLVM turns into
/// shuffles.
struct TransposePlan {
    int vector = 8;   ///< images in a vector
    int elements = 8; ///< elements in a block
};

[[nodiscard]] TransposePlan plan_transpose(const Machine &machine, int elements);
[[nodiscard]] std::string to_string(const TransposePlan &plan);

/// lanes(n, i) from rows.
void apply_to_lanes(const TransposePlan &plan, Halide::Func dst, const Halide::Var &n, const Halide::Var &i);
/// rows(i, n) from lanes.
void apply_to_rows(const TransposePlan &plan, Halide::Func dst, const Halide::Var &i);

} // namespace halenet::schedules
