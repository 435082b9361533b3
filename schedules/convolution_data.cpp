#include "schedules/convolution.h"

#include "schedules/accumulators.h"

#include <fmt/format.h>

using Halide::MemoryType;
using Halide::RVar;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

ConvolutionDataPlan plan_conv2d_backward_data(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionDataPlan plan;
    plan.vector = block_vector(machine, shape.patch_row());
    plan.vectors = largest_divisor(shape.patch_row() / plan.vector, machine.accumulators());
    plan.rows = largest_divisor(shape.reach(), machine.accumulators() / plan.vectors);
    plan.windows = vector_of(shape.pooled_elements(), machine.vector_floats);
    plan.places = plan.vector;
    return plan;
}

Knobs knobs_of(ConvolutionDataPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    std::vector<int> vectors = vector_values(machine, shape.patch_row());
    std::erase_if(vectors, [&](int vector) { return shape.patch_row() % vector != 0; });
    return {
        {"vector", &plan.vector, vectors},
        {"vectors", &plan.vectors, divisor_values(shape.patch_row() / vectors.front(), largest_block(machine))},
        {"rows", &plan.rows, divisor_values(shape.reach(), largest_block(machine))},
        {"windows", &plan.windows, vector_values(machine, shape.pooled_elements())},
        {"places", &plan.places, vector_values(machine, machine.widest_vector)},
        {"rows_inside", &plan.rows_inside, flag_values()},
    };
}

std::string refusal_of(const ConvolutionDataPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    const int row_vectors = shape.patch_row() / plan.vector;
    if (row_vectors % plan.vectors != 0) {
        return fmt::format("{} vectors of {} do not divide the {} of a block's row", plan.vectors, plan.vector,
                           row_vectors);
    }
    if (plan.rows_inside && (plan.vectors == row_vectors || plan.rows == shape.reach())) {
        return "rows_inside is set, but one block holds whole rows or all of them";
    }
    return refusal_of_block(machine, plan.vectors * plan.rows);
}

void apply(const ConvolutionDataPlan &plan, ConvolutionDataStages s) {
    Var row("row"), column("column");
    s.d_src.split(s.i, row, column, s.source_row, TailStrategy::GuardWithIf)
        .reorder(column, row, s.n)
        .vectorize(column, vector_of(s.source_row, plan.vector), TailStrategy::ShiftInwards);

    RVar columns("columns"), in_columns("in_columns"), rows("rows"), in_rows("in_rows"), vectors("vectors"),
        vector_lane("vector_lane");
    s.bordered.compute_at(s.d_src, s.n).store_in(MemoryType::Stack).vectorize(s.t, plan.vector, TailStrategy::RoundUp);
    s.bordered.update()
        .allow_race_conditions() // a block's floats have one place each
        .split(s.block_column, columns, in_columns, plan.vectors * plan.vector)
        .split(in_columns, vectors, vector_lane, plan.vector)
        .split(s.block_row, rows, in_rows, plan.rows)
        .reorder(vector_lane, vectors, in_rows, columns, rows, s.block_place, s.x, s.y)
        .vectorize(vector_lane)
        .unroll(vectors)
        .unroll(in_rows);
    if (plan.rows_inside) {
        s.bordered.update().reorder(rows, columns);
    }
    keep_in_registers({s.block, s.j, plan.vector, {s.r}, {s.entry}}, {s.bordered, plan.rows_inside ? rows : columns});

    s.chosen.compute_at(s.d_src, s.n)
        .store_in(MemoryType::Stack)
        .vectorize(s.i, plan.windows, TailStrategy::ShiftInwards);
    s.place.compute_at(s.d_src, s.n).store_in(MemoryType::Stack).vectorize(s.w, plan.places, TailStrategy::RoundUp);
    s.rank.compute_at(s.d_src, s.n).store_in(MemoryType::Stack).vectorize(s.w, plan.places, TailStrategy::RoundUp);
    s.rank.update().reorder(s.w, s.a, s.rank_filter).vectorize(s.w, plan.places, TailStrategy::RoundUp);
    s.position.compute_at(s.d_src, s.n).store_in(MemoryType::Stack).vectorize(s.w, plan.places, TailStrategy::RoundUp);
    s.list.compute_at(s.d_src, s.n).store_in(MemoryType::Stack);
    s.list.update().reorder(s.list_window, s.list_filter);
}

} // namespace halenet::schedules
