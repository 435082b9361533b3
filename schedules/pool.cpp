#include "schedules/pool.h"

#include <fmt/format.h>

using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

PoolLoops forward_loops(const PoolShape &shape) {
    return {.channels = shape.channels, .columns = shape.pooled_width(), .terms = shape.places()};
}

PoolLoops backward_data_loops(const PoolShape &shape) {
    return {.channels = shape.channels, .columns = shape.width, .terms = shape.overlap() * shape.overlap()};
}

PoolPlan plan_pool2d(const Machine &machine, const PoolLoops &loops) {
    PoolPlan plan;
    // Half a vector of channels is still better than columns, whose elements lie apart.
    plan.along_channels = 2 * loops.channels >= machine.vector_floats;
    plan.vector = vector_of(plan.along_channels ? loops.channels : loops.columns, machine.vector_floats);
    plan.unroll = loops.terms <= 9;
    return plan;
}

Knobs knobs_of(PoolPlan &plan, const Machine &machine, const PoolLoops &loops) {
    constexpr int most_unrolled = 25;
    return {
        {"vector", &plan.vector, united(vector_values(machine, loops.channels), vector_values(machine, loops.columns))},
        {"along_channels", &plan.along_channels, flag_values()},
        {"unroll", &plan.unroll, flag_values(loops.terms <= most_unrolled)}};
}

std::string refusal_of(const PoolPlan &plan, const Machine & /*machine*/, const PoolLoops &loops) {
    const int extent = plan.along_channels ? loops.channels : loops.columns;
    return plan.vector <= extent ? ""
                                 : fmt::format("{} {} do not fill a vector of {}", extent,
                                               plan.along_channels ? "channels" : "columns", plan.vector);
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
