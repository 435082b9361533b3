#include "schedules/pool.h"

using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

namespace {

PoolPlan plan(const Machine &machine, int channels, int columns, int terms) {
    PoolPlan plan;
    // Half a vector of channels is still better than columns, whose elements lie apart.
    plan.along_channels = 2 * channels >= machine.vector_floats;
    plan.vector = vector_of(plan.along_channels ? channels : columns, machine.vector_floats);
    plan.unroll = terms <= 9;
    return plan;
}

} // namespace

PoolPlan plan_pool2d_forward(const Machine &machine, const PoolShape &shape) {
    return plan(machine, shape.channels, shape.pooled_width(), shape.places());
}

PoolPlan plan_pool2d_backward_data(const Machine &machine, const PoolShape &shape) {
    return plan(machine, shape.channels, shape.width, shape.overlap() * shape.overlap());
}

std::string to_string(const PoolPlan &plan) {
    return "vector " + std::to_string(plan.vector) + (plan.along_channels ? " channels" : " columns");
}

void apply(const PoolPlan &plan, PoolStages s) {
    const Var along = plan.along_channels ? s.c : s.x, across = plan.along_channels ? s.x : s.c;
    Var block("block"), lane("lane");
    s.dst.split(along, block, lane, plan.vector, TailStrategy::ShiftInwards)
        .reorder(lane, block, across, s.y, s.n)
        .vectorize(lane);
    s.sum.compute_at(s.dst, block).vectorize(along, plan.vector);
    s.sum.update().reorder(along, s.column, s.row).vectorize(along, plan.vector);
    if (plan.unroll) {
        s.sum.update().unroll(s.column).unroll(s.row);
    }
}

} // namespace halenet::schedules
