#include "schedules/elementwise.h"

#include "generator/description/description.h"

#include <fmt/format.h>

using Halide::Stage;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

namespace {

constexpr int most_elements = 16; ///< in a block of a transpose, as many as there are images

} // namespace

ElementwisePlan plan_elementwise(const Machine &machine, int extent) {
    return {.vector = extent == 0 ? machine.vector_floats : vector_of(extent, machine.vector_floats)};
}

Knobs knobs_of(ElementwisePlan &plan, const Machine &machine, int extent) {
    return {{"vector", &plan.vector, vector_values(machine, extent == 0 ? machine.widest_vector : extent)},
            {"unroll", &plan.unroll, {1, 2, 4}}};
}

std::string refusal_of(const ElementwisePlan &plan, const Machine & /*machine*/, int extent) {
    return extent == 0 || plan.vector * plan.unroll <= extent
               ? ""
               : fmt::format("{} elements do not fill {} vectors of {}", extent, plan.unroll, plan.vector);
}

void apply(const ElementwisePlan &plan, Halide::Func dst, const Var &along) {
    dst.vectorize(along, plan.vector, TailStrategy::GuardWithIf);
    if (plan.unroll > 1) {
        dst.unroll(along, plan.unroll, TailStrategy::GuardWithIf);
    }
}

void apply_unrolled(Halide::Func dst, const Var &along) {
    dst.compute_root().unroll(along);
}

void apply(const ElementwisePlan &plan, SumStages s) {
    Var block("block"), in_block("in_block");
    s.dst.split(s.k, block, in_block, plan.unroll * plan.vector, TailStrategy::GuardWithIf)
        .vectorize(in_block, plan.vector)
        .unroll(in_block);
    s.sum.compute_at(s.dst, block).vectorize(s.k, plan.vector, TailStrategy::GuardWithIf).unroll(s.k);
    Stage update = s.sum.update();
    update.vectorize(s.k, plan.vector, TailStrategy::GuardWithIf).unroll(s.k).reorder(s.k, s.reduction);
}

LanesPlan plan_to_lanes(const Machine &machine, int elements) {
    return {.vector = machine.vector_floats, .elements = tile_of(elements, 8)};
}

Knobs knobs_of(LanesPlan &plan, const Machine &machine, int elements) {
    return {{"vector", &plan.vector, vector_values(machine, description::shard_images)},
            {"elements", &plan.elements, tile_values(elements, most_elements)},
            {"elements_inside", &plan.elements_inside, flag_values()}};
}

std::string refusal_of(const LanesPlan &plan, const Machine & /*machine*/, int /*elements*/) {
    return plan.elements_inside && plan.vector == description::shard_images
               ? "elements_inside is set, but one vector holds all images"
               : "";
}

void apply(const LanesPlan &plan, Halide::Func dst, const Var &n, const Var &i) {
    Var block("block"), in_block("in_block"), lanes("lanes"), lane("lane");
    dst.split(i, block, in_block, plan.elements, TailStrategy::ShiftInwards)
        .split(n, lanes, lane, plan.vector)
        .reorder(lane, in_block, lanes, block)
        .vectorize(lane)
        .unroll(in_block);
    if (plan.elements_inside) {
        dst.reorder(block, lanes);
    }
}

RowsPlan plan_to_rows(const Machine & /*machine*/, int elements) {
    return {.elements = tile_of(elements, 8)};
}

Knobs knobs_of(RowsPlan &plan, const Machine & /*machine*/, int elements) {
    return {{"elements", &plan.elements, tile_values(elements, most_elements)},
            {"images_inside", &plan.images_inside, flag_values()}};
}

std::string refusal_of(const RowsPlan & /*plan*/, const Machine & /*machine*/, int /*elements*/) {
    return "";
}

void apply(const RowsPlan &plan, Halide::Func dst, const Var &i, const Var &n) {
    dst.vectorize(i, plan.elements, TailStrategy::ShiftInwards);
    if (plan.images_inside) {
        dst.reorder(n, i);
    }
}

} // namespace halenet::schedules
