/// How the pooling layers run: vectors along the channels, or along a row of windows where there are few channels. Both
/// directions are one pass over the elements of the result, each of which gathers a few terms.
#pragma once

#include "schedules/pool_shape.h"

#include <string>

namespace halenet::schedules {

struct PoolPlan {
    int vector = 8;             ///< elements in a vector
    bool along_channels = true; ///< else along the columns
    bool unroll = false;        ///< the terms of an element; pays while their code stays small
};

/// A result is a window, its terms are the window's places.
[[nodiscard]] PoolPlan plan_pool2d_forward(const Machine &machine, const PoolShape &shape);
/// A result is an element of the source, its terms are the windows that it may belong to.
[[nodiscard]] PoolPlan plan_pool2d_backward_data(const Machine &machine, const PoolShape &shape);

[[nodiscard]] std::string to_string(const PoolPlan &plan);

struct PoolStages {
    Halide::Func dst;         ///< (c, x, y, n)
    Halide::Func sum;         ///< (c, x, y, n), or the greatest value; reduces over the terms
    Halide::RVar column, row; ///< of the terms
    Halide::Var c, x, y, n;
};
void apply(const PoolPlan &plan, PoolStages stages);

} // namespace halenet::schedules
