#include "schedules/convolution.h"

#include "schedules/accumulators.h"
#include "schedules/plan_text.h"

#include <algorithm>

using Halide::MemoryType;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

ConvolutionForwardPlan plan_conv2d_forward(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionForwardPlan plan;
    plan.vector = block_vector(machine, shape.packed_filters());
    // Two vectors of filters share each broadcast source value, where the packed filters divide so.
    const int vectors = shape.packed_filters() % (2 * plan.vector) == 0 ? 2 : 1;
    plan.filters = vectors * plan.vector;
    plan.columns = tile_of(shape.pool * shape.pooled_width(), machine.accumulators() / vectors);
    plan.rows = plan.columns * vectors * shape.pool <= machine.accumulators() ? shape.pool : 1;
    plan.unroll = shape.filter_row() % 3 == 0 ? 3 : 1;
    plan.store = vector_of(shape.filters, plan.vector);
    return plan;
}

ImageForwardPlan plan_image_conv2d_forward(const Machine &machine, const ConvolutionShape &shape) {
    ImageForwardPlan plan;
    plan.vector = machine.vector_floats;
    // Beside its accumulators a block keeps one source vector a window place alive, a weight and a temporary. With 16
    // registers LeNet-5's first layer then has 8 accumulators; 12 spill: an epoch on one Zen 3 core took 1.46 s instead
    // of 1.36 (medians of three interleaved runs).
    const int places = shape.pool * shape.pool;
    const int accumulators = std::min(machine.accumulators(), machine.vector_registers - places - 2);
    plan.filters = tile_of(shape.filters, accumulators / places);
    // A row of windows in as many vectors as it has parts of one length, or else in the widest that fits, the last
    // shifted inwards: LeNet-5's 14 columns at once instead of 8 and 8 took 1.22 instead of 1.31 us (one Zen 5 core).
    plan.store =
        std::max(vector_of(shape.pooled_width(), plan.vector), largest_divisor(shape.pooled_width(), plan.vector));
    plan.interleave = shape.filters <= 8;
    return plan;
}

std::string to_string(const ConvolutionForwardPlan &plan) {
    return text({{"vector", plan.vector},
                 {"filters", plan.filters},
                 {"columns", plan.columns},
                 {"rows", plan.rows},
                 {"unroll", plan.unroll}});
}

std::string to_string(const ImageForwardPlan &plan) {
    return text({{"vector", plan.vector}, {"filters", plan.filters}, {"store", plan.store}});
}

void apply(const ConvolutionForwardPlan &plan, ConvolutionForwardStages s) {
    s.dst.reorder(s.f, s.x, s.y, s.n).vectorize(s.f, plan.store, TailStrategy::ShiftInwards);

    Var columns("columns"), column("column"), rows("rows"), row("row"), filters("filters"), filter("filter");
    s.row.compute_at(s.dst, s.y)
        .store_in(MemoryType::Stack)
        .split(s.f, filters, filter, plan.filters, TailStrategy::RoundUp)
        .split(s.x, columns, column, plan.columns, TailStrategy::ShiftInwards)
        .split(s.y, rows, row, plan.rows)
        .reorder(filter, column, row, columns, rows, filters)
        .vectorize(filter, plan.vector)
        .unroll(filter)
        .unroll(column)
        .unroll(row);
    keep_in_registers({s.sum, s.f, plan.vector, {s.x, s.y}, {s.filter_column, s.filter_row}}, {s.row, columns});
    s.sum.update().unroll(s.filter_column, plan.unroll);

    s.source.image.compute_at(s.dst, s.n);
    vectorize_bordered(s.source, plan.vector);
}

void apply(const ImageForwardPlan &plan, ImageForwardStages s) {
    s.dst.reorder(s.f, s.x, s.y, s.n).vectorize(s.x, plan.store, TailStrategy::ShiftInwards);
    if (plan.interleave) {
        s.dst.unroll(s.f);
    }

    Var filters("filters"), filter("filter"), columns("columns"), column("column");
    s.pooled.compute_at(s.dst, s.y)
        .store_in(MemoryType::Stack)
        .split(s.f, filters, filter, plan.filters, TailStrategy::ShiftInwards)
        .split(s.x, columns, column, plan.vector, TailStrategy::RoundUp)
        .reorder(column, filter, columns, filters)
        .vectorize(column)
        .unroll(filter);
    s.sum.compute_at(s.pooled, columns).reorder(s.x, s.a, s.f).vectorize(s.x, plan.vector).unroll(s.a).unroll(s.f);
    s.sum.update()
        .reorder(s.x, s.a, s.f, s.channel, s.filter_column, s.filter_row)
        .vectorize(s.x, plan.vector)
        .unroll(s.a)
        .unroll(s.f)
        .unroll(s.filter_column);

    s.phases.compute_at(s.dst, s.n).store_in(MemoryType::Stack).vectorize(s.q, plan.vector, TailStrategy::RoundUp);
    s.source.image.compute_at(s.dst, s.n);
    vectorize_bordered(s.source, plan.vector);
}

} // namespace halenet::schedules
