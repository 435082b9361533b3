/// How the kernels run that touch each element once: transposes, normalisation, sums over shards, the optimizer.
#pragma once

#include "schedules/knobs.h"

namespace halenet::schedules {

/// Vectors along one dimension; what is left over runs one element at a time.
struct ElementwisePlan {
    int vector = 8;
    int unroll = 1; ///< vectors at once
};

/// `extent` 0: known only at run time.
[[nodiscard]] ElementwisePlan plan_elementwise(const Machine &machine, int extent);
[[nodiscard]] Knobs knobs_of(ElementwisePlan &plan, const Machine &machine, int extent);
[[nodiscard]] std::string refusal_of(const ElementwisePlan &plan, const Machine &machine, int extent);

void apply(const ElementwisePlan &plan, Halide::Func dst, const Halide::Var &along);

/// A handful of values, each computed once: unrolled, no vectors.
void apply_unrolled(Halide::Func dst, const Halide::Var &along);

/// dst(k) from sum(k), whose update runs over `reduction`: a vector of sums, or a few, in registers at a time.
struct SumStages {
    Halide::Func dst, sum;
    Halide::RVar reduction;
    Halide::Var k;
};
void apply(const ElementwisePlan &plan, SumStages stages);

/// A transpose from rows to lanes: one vector of images, `elements` of them in a block that LLVM turns into shuffles.
struct LanesPlan {
    int vector = 8;               ///< images in a vector
    int elements = 8;             ///< elements in a block
    bool elements_inside = false; ///< all elements of a vector of images, then the next vector; else block by block
};

[[nodiscard]] LanesPlan plan_to_lanes(const Machine &machine, int elements);
[[nodiscard]] Knobs knobs_of(LanesPlan &plan, const Machine &machine, int elements);
[[nodiscard]] std::string refusal_of(const LanesPlan &plan, const Machine &machine, int elements);

/// lanes(n, i) from rows.
void apply(const LanesPlan &plan, Halide::Func dst, const Halide::Var &n, const Halide::Var &i);

/// A transpose from lanes to rows, `elements` of an image at once.
struct RowsPlan {
    int elements = 8;
    bool images_inside = false; ///< a block of elements of all images, then the next block; else image by image
};

[[nodiscard]] RowsPlan plan_to_rows(const Machine &machine, int elements);
[[nodiscard]] Knobs knobs_of(RowsPlan &plan, const Machine &machine, int elements);
[[nodiscard]] std::string refusal_of(const RowsPlan &plan, const Machine &machine, int elements);

/// rows(i, n) from lanes.
void apply(const RowsPlan &plan, Halide::Func dst, const Halide::Var &i, const Halide::Var &n);

} // namespace halenet::schedules
