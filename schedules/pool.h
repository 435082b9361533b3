/// How the pooling layers run: vectors along the channels, or along a row of windows where there are few channels. Both
/// directions are one pass over the elements of the result, each of which gathers a few terms.
#pragma once

#include "schedules/knobs.h"
#include "schedules/pool_shape.h"

namespace halenet::schedules {

/// What a pooling kernel runs over.
struct PoolLoops {
    int channels = 1, columns = 1; ///< of the result
    int terms = 1;                 ///< of an element
};

/// A result is a window, its terms are the window's places.
[[nodiscard]] PoolLoops forward_loops(const PoolShape &shape);
/// A result is an element of the source, its terms are the windows that it may belong to.
[[nodiscard]] PoolLoops backward_data_loops(const PoolShape &shape);

struct PoolPlan {
    int vector = 8;             ///< elements in a vector
    bool along_channels = true; ///< else along the columns
    bool unroll = false;        ///< the terms of an element; pays while their code stays small
};

[[nodiscard]] PoolPlan plan_pool2d(const Machine &machine, const PoolLoops &loops);
[[nodiscard]] Knobs knobs_of(PoolPlan &plan, const Machine &machine, const PoolLoops &loops);
[[nodiscard]] std::string refusal_of(const PoolPlan &plan, const Machine &machine, const PoolLoops &loops);

struct PoolStages {
    Halide::Func dst;         ///< (c, x, y, n)
    Halide::Func sum;         ///< (c, x, y, n), or the greatest value; reduces over the terms
    Halide::RVar column, row; ///< of the terms
    Halide::Var c, x, y, n;
};
void apply(const PoolPlan &plan, PoolStages stages);

} // namespace halenet::schedules
