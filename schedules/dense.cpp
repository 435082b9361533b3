#include "schedules/dense.h"

#include "generator/description/description.h"
#include "schedules/accumulators.h"

#include <algorithm>

using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

int padded_units(int units) {
    constexpr int widest_vector = 16;
    return round_up(units, widest_vector);
}

DenseRowsPlan plan_dense_rows(const Machine &machine, int units) {
    DenseRowsPlan plan;
    plan.vector = machine.vector_floats;
    plan.units = largest_divisor(padded_units(units) / plan.vector, machine.accumulators()) * plan.vector;
    plan.store = vector_of(units, plan.vector);
    return plan;
}

DenseLanesPlan plan_dense_lanes(const Machine &machine, int outputs) {
    DenseLanesPlan plan;
    plan.vector = machine.vector_floats;
    const int vectors = description::shard_images / plan.vector;
    plan.outputs = tile_of(outputs, machine.accumulators() / vectors);
    return plan;
}

DenseWeightsPlan plan_dense_backward_weights(const Machine &machine, int inputs, int units) {
    DenseWeightsPlan plan;
    plan.vector = vector_of(inputs, machine.vector_floats);
    // Two vectors of inputs share each broadcast; a layer too narrow for that has one.
    plan.inputs = inputs >= 2 * plan.vector ? 2 * plan.vector : plan.vector;
    plan.units = tile_of(units, machine.accumulators() / (plan.inputs / plan.vector));
    return plan;
}

std::string to_string(const DenseRowsPlan &plan) {
    return "vector " + std::to_string(plan.vector) + " units, " + std::to_string(plan.units) + " units a block";
}

std::string to_string(const DenseLanesPlan &plan) {
    return "vector " + std::to_string(plan.vector) + " images, " + std::to_string(plan.outputs) + " outputs a block";
}

std::string to_string(const DenseWeightsPlan &plan) {
    return "vector " + std::to_string(plan.vector) + " inputs, block " + std::to_string(plan.inputs) + " inputs x " +
           std::to_string(plan.units) + " units";
}

void apply(const DenseRowsPlan &plan, DenseRowsStages s) {
    Var block("block"), in_block("in_block");
    s.dst.vectorize(s.u, plan.store, TailStrategy::ShiftInwards);
    s.row.compute_at(s.dst, s.n)
        .store_in(Halide::MemoryType::Stack)
        .split(s.u, block, in_block, plan.units, TailStrategy::RoundUp)
        .vectorize(in_block, plan.vector)
        .unroll(in_block);
    keep_in_registers({s.sum, s.u, plan.vector, {}, {s.reduction}}, {s.row, block});
}

void apply(const DenseLanesPlan &plan, DenseLanesStages s) {
    Var block("block"), in_block("in_block"), lanes("lanes"), lane("lane");
    s.dst.split(s.o, block, in_block, plan.outputs, TailStrategy::ShiftInwards)
        .split(s.n, lanes, lane, plan.vector)
        .reorder(lane, lanes, in_block, block)
        .vectorize(lane)
        .unroll(lanes)
        .unroll(in_block);
    keep_in_registers({s.sum, s.n, plan.vector, {s.o}, {s.reduction}}, {s.dst, block});
}

void apply(const DenseWeightsPlan &plan, DenseWeightsStages s) {
    Var inputs("inputs"), input("input"), units("units"), unit("unit");
    // Units innermost: the sources of one block of inputs (a cache line an image) stay in L1 for all units.
    s.d_weights.tile(s.i, s.u, inputs, units, input, unit, plan.inputs, plan.units, TailStrategy::ShiftInwards)
        .reorder(input, unit, units, inputs)
        .vectorize(input, plan.vector)
        .unroll(input)
        .unroll(unit);
    keep_in_registers({s.sum, s.i, plan.vector, {s.u}, {s.image, s.shard}}, {s.d_weights, units});
    // Scalar: a unit's chain is a strided walk over images, and all of it is a thousandth of a step.
    s.d_bias.split(s.u, units, unit, plan.units, TailStrategy::ShiftInwards).unroll(unit);
    s.bias_sum.compute_at(s.d_bias, units).unroll(s.u);
    s.bias_sum.update().reorder(s.u, s.image, s.shard).unroll(s.u);
}

} // namespace halenet::schedules
