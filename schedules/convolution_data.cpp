#include "schedules/convolution.h"

#include "schedules/accumulators.h"
#include "schedules/plan_text.h"

#include <algorithm>

using Halide::MemoryType;
using Halide::RVar;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

ConvolutionDataPlan plan_conv2d_backward_data(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionDataPlan plan;
    plan.vector = block_vector(machine, shape.patch_row());
    const int vectors = tile_of(shape.patch_row() / plan.vector, machine.accumulators());
    plan.columns = vectors * plan.vector;
    plan.rows = 1;
    for (int rows = 1; rows * vectors <= machine.accumulators(); ++rows) {
        plan.rows = shape.reach() % rows == 0 ? rows : plan.rows;
    }
    plan.windows = vector_of(shape.pooled_elements(), machine.vector_floats);
    return plan;
}

std::string to_string(const ConvolutionDataPlan &plan) {
    return text({{"vector", plan.vector}, {"columns", plan.columns}, {"rows", plan.rows}});
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
        .split(s.block_column, columns, in_columns, plan.columns)
        .split(in_columns, vectors, vector_lane, plan.vector)
        .split(s.block_row, rows, in_rows, plan.rows)
        .reorder(vector_lane, vectors, in_rows, columns, rows, s.block_place, s.x, s.y)
        .vectorize(vector_lane)
        .unroll(vectors)
        .unroll(in_rows);
    keep_in_registers({s.block, s.j, plan.vector, {s.r}, {s.entry}}, {s.bordered, columns});

    s.chosen.compute_at(s.d_src, s.n)
        .store_in(MemoryType::Stack)
        .vectorize(s.i, plan.windows, TailStrategy::ShiftInwards);
    s.place.compute_at(s.d_src, s.n).store_in(MemoryType::Stack).vectorize(s.w, plan.vector, TailStrategy::RoundUp);
    s.rank.compute_at(s.d_src, s.n).store_in(MemoryType::Stack).vectorize(s.w, plan.vector, TailStrategy::RoundUp);
    s.rank.update().reorder(s.w, s.a, s.rank_filter).vectorize(s.w, plan.vector, TailStrategy::RoundUp);
    s.position.compute_at(s.d_src, s.n).store_in(MemoryType::Stack).vectorize(s.w, plan.vector, TailStrategy::RoundUp);
    s.list.compute_at(s.d_src, s.n).store_in(MemoryType::Stack);
    s.list.update().reorder(s.list_window, s.list_filter);
}

} // namespace halenet::schedules
