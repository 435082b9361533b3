#include "schedules/dense.h"

#include "generator/description/description.h"
#include "schedules/accumulators.h"

#include <algorithm>
#include <fmt/format.h>

using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

using description::shard_images;

namespace {

constexpr int most_unrolled = 8; ///< terms of a sum

} // namespace

int padded_units(int units) {
    constexpr int widest_vector = 16;
    return round_up(units, widest_vector);
}

DenseLanesPlan plan_dense_lanes(const Machine &machine, int outputs, int /*terms*/) {
    DenseLanesPlan plan;
    plan.vector = machine.vector_floats;
    const int vectors = shard_images / plan.vector;
    plan.outputs = tile_of(outputs, machine.accumulators() / vectors);
    return plan;
}

Knobs knobs_of(DenseLanesPlan &plan, const Machine &machine, int outputs, int terms) {
    return {{"vector", &plan.vector, vector_values(machine, shard_images)},
            {"outputs", &plan.outputs, tile_values(outputs, largest_block(machine))},
            {"unroll", &plan.unroll, unroll_values(machine, terms, most_unrolled)}};
}

std::string refusal_of(const DenseLanesPlan &plan, const Machine &machine, int /*outputs*/, int /*terms*/) {
    return refusal_of_block(machine, plan.outputs * (shard_images / plan.vector));
}

DenseWeightsPlan plan_dense_backward_weights(const Machine &machine, int inputs, int units) {
    DenseWeightsPlan plan;
    plan.vector = vector_of(inputs, machine.vector_floats);
    // Two vectors of inputs share each broadcast; a layer too narrow for that has one.
    plan.vectors = inputs >= 2 * plan.vector ? 2 : 1;
    plan.units = tile_of(units, machine.accumulators() / plan.vectors);
    return plan;
}

Knobs knobs_of(DenseWeightsPlan &plan, const Machine &machine, int inputs, int units) {
    constexpr int most_vectors = 6; // of inputs for a broadcast
    const std::vector<int> vectors = vector_values(machine, inputs);
    return {{"vector", &plan.vector, vectors},
            {"vectors", &plan.vectors, count_values(std::min(most_vectors, inputs / vectors.front()))},
            {"units", &plan.units, tile_values(units, largest_block(machine))},
            {"inputs_inside", &plan.inputs_inside, flag_values()}};
}

std::string refusal_of(const DenseWeightsPlan &plan, const Machine &machine, int inputs, int /*units*/) {
    const int block = plan.vectors * plan.vector;
    if (block > inputs) {
        return fmt::format("{} inputs do not fill {} vectors of {}", inputs, plan.vectors, plan.vector);
    }
    if (plan.inputs_inside && block == inputs) {
        return "inputs_inside is set, but one block holds all inputs";
    }
    return refusal_of_block(machine, plan.vectors * plan.units);
}

DenseRowsPlan plan_dense_rows(const Machine &machine, int /*inputs*/, int units) {
    DenseRowsPlan plan;
    plan.vector = machine.vector_floats;
    plan.vectors = largest_divisor(padded_units(units) / plan.vector, machine.accumulators());
    plan.store = vector_of(units, plan.vector);
    return plan;
}

Knobs knobs_of(DenseRowsPlan &plan, const Machine &machine, int inputs, int units) {
    const std::vector<int> vectors = vector_values(machine, padded_units(units));
    return {{"vector", &plan.vector, vectors},
            {"vectors", &plan.vectors, divisor_values(padded_units(units) / vectors.front(), largest_block(machine))},
            {"unroll", &plan.unroll, unroll_values(machine, inputs, most_unrolled)},
            {"store", &plan.store, vector_values(machine, units)}};
}

std::string refusal_of(const DenseRowsPlan &plan, const Machine &machine, int /*inputs*/, int units) {
    if (padded_units(units) % (plan.vectors * plan.vector) != 0) {
        return fmt::format("{} vectors of {} do not divide {} units, padded to {}", plan.vectors, plan.vector, units,
                           padded_units(units));
    }
    return refusal_of_block(machine, plan.vectors);
}

void apply(const DenseRowsPlan &plan, DenseRowsStages s) {
    Var block("block"), in_block("in_block");
    s.dst.vectorize(s.u, plan.store, TailStrategy::ShiftInwards);
    s.row.compute_at(s.dst, s.n)
        .store_in(Halide::MemoryType::Stack)
        .split(s.u, block, in_block, plan.vectors * plan.vector, TailStrategy::RoundUp)
        .vectorize(in_block, plan.vector)
        .unroll(in_block);
    keep_in_registers({s.sum, s.u, plan.vector, {}, {s.reduction}}, {s.row, block});
    s.sum.update().unroll(s.reduction, plan.unroll);
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
    s.sum.update().unroll(s.reduction, plan.unroll);
}

void apply(const DenseWeightsPlan &plan, DenseWeightsStages s) {
    Var inputs("inputs"), input("input"), units("units"), unit("unit");
    // Units inside: the sources of one block of inputs (a cache line an image) stay in L1 for all units.
    const Var &inner = plan.inputs_inside ? inputs : units, &outer = plan.inputs_inside ? units : inputs;
    s.d_weights
        .tile(s.i, s.u, inputs, units, input, unit, plan.vectors * plan.vector, plan.units, TailStrategy::ShiftInwards)
        .reorder(input, unit, inner, outer)
        .vectorize(input, plan.vector)
        .unroll(input)
        .unroll(unit);
    keep_in_registers({s.sum, s.i, plan.vector, {s.u}, {s.image, s.shard}}, {s.d_weights, inner});
    // Scalar: a unit's chain is a strided walk over images, and all of it is a thousandth of a step.
    s.d_bias.split(s.u, units, unit, plan.units, TailStrategy::ShiftInwards).unroll(unit);
    s.bias_sum.compute_at(s.d_bias, units).unroll(s.u);
    s.bias_sum.update().reorder(s.u, s.image, s.shard).unroll(s.u);
}

} // namespace halenet::schedules
