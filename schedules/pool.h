/// How the pooling layers run: vectors along the channels, or along a row of windows where there are few channels.
#pragma once

#include "schedules/pool_shape.h"

#include <string>

namespace halenet::schedules {

struct PoolPlan {
    int vector = 8;              ///< elements in a vector
    bool along_channels = true;  ///< else along the columns
    bool unroll_window = false;  ///< the places of a window; pays while their code stays small
    bool unroll_overlap = false; ///< the windows of an element
    int copy = 8;                ///< floats in a vector of the source's gradient
};

[[nodiscard]] PoolPlan plan_pool2d(const Machine &machine, const PoolShape &shape);
[[nodiscard]] std::string to_string(const PoolPlan &plan);

struct PoolForwardStages {
    Halide::Func dst;    ///< (c, x, y, n)
    Halide::Func window; ///< (c, x, y, n), reduces over a window's places
    Halide::RVar place_column, place_row;
    Halide::Var c, x, y, n;
};
void apply(const PoolPlan &plan, PoolForwardStages stages);

struct PoolBackwardStages {
    Halide::Func d_src;    ///< (i, n)
    Halide::Func gradient; ///< (c, x, y, n), one row at a time; reduces over the windows of an element
    Halide::RVar window_column, window_row;
    int source_row = 1; ///< channels * width
    Halide::Var c, x, y, i;
};
void apply(const PoolPlan &plan, PoolBackwardStages stages);

} // namespace halenet::schedules
