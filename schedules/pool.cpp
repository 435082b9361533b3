#include "schedules/pool.h"

using Halide::MemoryType;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

PoolPlan plan_pool2d(const Machine &machine, const PoolShape &shape) {
    constexpr int few = 9; // places, or windows, whose code is small
    PoolPlan plan;
    // Half a vector of channels is still better than columns, whose elements lie apart.
    plan.along_channels = 2 * shape.channels >= machine.vector_floats;
    plan.vector = vector_of(plan.along_channels ? shape.channels : shape.pooled_width(), machine.vector_floats);
    plan.unroll_window = shape.places() <= few;
    plan.unroll_overlap = shape.overlap() * shape.overlap() <= few;
    plan.copy = vector_of(shape.channels * shape.width, machine.vector_floats);
    return plan;
}

std::string to_string(const PoolPlan &plan) {
    return "vector " + std::to_string(plan.vector) + (plan.along_channels ? " channels" : " columns");
}

void apply(const PoolPlan &plan, PoolForwardStages s) {
    const Var along = plan.along_channels ? s.c : s.x, across = plan.along_channels ? s.x : s.c;
    Var block("block"), lane("lane");
    s.dst.split(along, block, lane, plan.vector, TailStrategy::ShiftInwards)
        .reorder(lane, block, across, s.y, s.n)
        .vectorize(lane);
    s.window.compute_at(s.dst, block).vectorize(along, plan.vector);
    s.window.update().reorder(along, s.place_column, s.place_row).vectorize(along, plan.vector);
    if (plan.unroll_window) {
        s.window.update().unroll(s.place_column).unroll(s.place_row);
    }
}

void apply(const PoolPlan &plan, PoolBackwardStages s) {
    Var row("row"), element("element");
    s.d_src.split(s.i, row, element, s.source_row, TailStrategy::GuardWithIf)
        .vectorize(element, plan.copy, TailStrategy::ShiftInwards);

    const Var along = plan.along_channels ? s.c : s.x, across = plan.along_channels ? s.x : s.c;
    s.gradient.compute_at(s.d_src, row)
        .store_in(MemoryType::Stack)
        .reorder(along, across, s.y)
        .vectorize(along, plan.vector, TailStrategy::GuardWithIf);
    s.gradient.update()
        .reorder(along, s.window_column, s.window_row, across, s.y)
        .vectorize(along, plan.vector, TailStrategy::GuardWithIf);
    if (plan.unroll_overlap) {
        s.gradient.update().unroll(s.window_column).unroll(s.window_row);
    }
}

} // namespace halenet::schedules
