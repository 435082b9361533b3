#include "schedules/elementwise.h"

using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

ElementwisePlan plan_elementwise(const Machine &machine, int extent) {
    return {extent == 0 ? machine.vector_floats : vector_of(extent, machine.vector_floats)};
}

std::string to_string(const ElementwisePlan &plan) {
    return "vector " + std::to_string(plan.vector);
}

void apply(const ElementwisePlan &plan, Halide::Func dst, const Var &along) {
    dst.vectorize(along, plan.vector, TailStrategy::GuardWithIf);
}

void apply_unrolled(Halide::Func dst, const Var &along) {
    dst.compute_root().unroll(along);
}

void apply(const ElementwisePlan &plan, SumStages s) {
    Var block("block"), lane("lane");
    s.dst.split(s.k, block, lane, plan.vector, TailStrategy::GuardWithIf).vectorize(lane);
    s.sum.compute_at(s.dst, block).vectorize(s.k, plan.vector, TailStrategy::GuardWithIf);
    s.sum.update().reorder(s.k, s.reduction).vectorize(s.k, plan.vector, TailStrategy::GuardWithIf);
}

TransposePlan plan_transpose(const Machine &machine, int elements) {
    return {machine.vector_floats, tile_of(elements, 8)};
}

std::string to_string(const TransposePlan &plan) {
    return "vector " + std::to_string(plan.vector) + " images, " + std::to_string(plan.elements) + " elements a block";
}

void apply_to_lanes(const TransposePlan &plan, Halide::Func dst, const Var &n, const Var &i) {
    Var block("block"), in_block("in_block"), lanes("lanes"), lane("lane");
    dst.split(i, block, in_block, plan.elements, TailStrategy::ShiftInwards)
        .split(n, lanes, lane, plan.vector)
        .reorder(lane, in_block, lanes, block)
        .vectorize(lane)
        .unroll(in_block);
}

void apply_to_rows(const TransposePlan &plan, Halide::Func dst, const Var &i) {
    dst.vectorize(i, plan.elements, TailStrategy::ShiftInwards);
}

} // namespace halenet::schedules
