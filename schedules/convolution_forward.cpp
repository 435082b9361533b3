#include "schedules/convolution.h"

#include "schedules/accumulators.h"

#include <algorithm>
#include <fmt/format.h>

using Halide::MemoryType;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

namespace {

/// Elements of a filter row at once.
int usual_unroll(const ConvolutionShape &shape) {
    return shape.filter_row() % 3 == 0 ? 3 : 1;
}

} // namespace

ConvolutionForwardPlan plan_conv2d_forward(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionForwardPlan plan;
    plan.vector = block_vector(machine, shape.packed_filters());
    // Two vectors of filters share each broadcast source value, where the packed filters divide so.
    plan.vectors = shape.packed_filters() % (2 * plan.vector) == 0 ? 2 : 1;
    plan.columns = tile_of(shape.pool * shape.pooled_width(), machine.accumulators() / plan.vectors);
    plan.rows = plan.columns * plan.vectors * shape.pool <= machine.accumulators() ? shape.pool : 1;
    plan.unroll = usual_unroll(shape);
    plan.store = vector_of(shape.filters, plan.vector);
    return plan;
}

Knobs knobs_of(ConvolutionForwardPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    constexpr int most_unrolled = 15;
    const int filters = shape.packed_filters(), columns = shape.pool * shape.pooled_width();
    const int image = filters * columns * shape.pool * shape.pooled_height();
    std::vector<int> vectors = vector_values(machine, filters);
    std::erase_if(vectors, [&](int vector) { return filters % vector != 0; });
    return {
        {"vector", &plan.vector, vectors},
        {"vectors", &plan.vectors, divisor_values(filters / vectors.front(), largest_block(machine))},
        {"columns", &plan.columns, tile_values(columns, largest_block(machine))},
        {"rows", &plan.rows, divisor_values(shape.pool, shape.pool)},
        {"unroll", &plan.unroll,
         machine.fuses ? divisor_values(shape.filter_row(), most_unrolled) : std::vector{usual_unroll(shape)}},
        {"store", &plan.store, vector_values(machine, shape.filters)},
        {"filters_inside", &plan.filters_inside, flag_values()},
        {"whole_image", &plan.whole_image, flag_values(stays_in_cache(image))},
    };
}

std::string refusal_of(const ConvolutionForwardPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    const int filters = plan.vectors * plan.vector;
    if (shape.packed_filters() % filters != 0) {
        return fmt::format("{} vectors of {} do not divide {} filters, padded to {}", plan.vectors, plan.vector,
                           shape.filters, shape.packed_filters());
    }
    if (plan.filters_inside && filters == shape.packed_filters()) {
        return "filters_inside is set, but one block holds all filters";
    }
    return refusal_of_block(machine, plan.vectors * plan.columns * plan.rows);
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
    plan.unroll = shape.kernel;
    return plan;
}

Knobs knobs_of(ImageForwardPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    constexpr int most_interleaved = 32;
    const int most_filters = largest_block(machine) / (shape.pool * shape.pool);
    const std::vector<int> stores = vector_values(machine, shape.pooled_width());
    std::vector<int> parts = divisor_values(shape.pooled_width(), machine.widest_vector);
    std::erase_if(parts, [&](int part) { return part < stores.front(); });
    return {
        {"vector", &plan.vector, vector_values(machine, shape.argmax_row())},
        {"filters", &plan.filters, tile_values(shape.filters, most_filters)},
        {"unroll", &plan.unroll,
         machine.fuses ? divisor_values(shape.kernel, shape.kernel) : std::vector{shape.kernel}},
        {"store", &plan.store, united(stores, parts)},
        {"interleave", &plan.interleave, flag_values(shape.filters <= most_interleaved)},
        {"filters_inside", &plan.filters_inside, flag_values()},
        {"whole_image", &plan.whole_image, flag_values(stays_in_cache(2 * shape.planar_argmax()))},
        {"phases", &plan.phases, flag_values()},
    };
}

std::string refusal_of(const ImageForwardPlan &plan, const Machine & /*machine*/, const ConvolutionShape &shape) {
    const bool one_block = plan.filters == shape.filters || plan.vector >= shape.pooled_width();
    return plan.filters_inside && one_block ? "filters_inside is set, but one block holds all filters or all columns"
                                            : "";
}

void apply(const ConvolutionForwardPlan &plan, ConvolutionForwardStages s) {
    s.dst.reorder(s.f, s.x, s.y, s.n).vectorize(s.f, plan.store, TailStrategy::ShiftInwards);

    Var columns("columns"), column("column"), rows("rows"), row("row"), filters("filters"), filter("filter");
    const Var &inner = plan.filters_inside ? filters : columns;
    s.row.compute_at(s.dst, plan.whole_image ? s.n : s.y)
        .store_in(MemoryType::Stack)
        .split(s.f, filters, filter, plan.vectors * plan.vector, TailStrategy::RoundUp)
        .split(s.x, columns, column, plan.columns, TailStrategy::ShiftInwards)
        .split(s.y, rows, row, plan.rows)
        .reorder(filter, column, row, columns, rows, filters)
        .vectorize(filter, plan.vector)
        .unroll(filter)
        .unroll(column)
        .unroll(row);
    if (plan.filters_inside) {
        s.row.reorder(filters, columns, rows);
    }
    keep_in_registers({s.sum, s.f, plan.vector, {s.x, s.y}, {s.filter_column, s.filter_row}}, {s.row, inner});
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
    const Var &inner = plan.filters_inside ? filters : columns;
    s.pooled.compute_at(s.dst, plan.whole_image ? s.n : s.y)
        .store_in(MemoryType::Stack)
        .split(s.f, filters, filter, plan.filters, TailStrategy::ShiftInwards)
        .split(s.x, columns, column, plan.vector, TailStrategy::RoundUp)
        .reorder(column, filter, inner, plan.filters_inside ? columns : filters)
        .vectorize(column)
        .unroll(filter);
    s.sum.compute_at(s.pooled, inner).reorder(s.x, s.a, s.f).vectorize(s.x, plan.vector).unroll(s.a).unroll(s.f);
    s.sum.update()
        .reorder(s.x, s.a, s.f, s.channel, s.filter_column, s.filter_row)
        .vectorize(s.x, plan.vector)
        .unroll(s.a)
        .unroll(s.f)
        .unroll(s.filter_column, plan.unroll);

    if (plan.phases) {
        s.phases.compute_at(s.dst, s.n).store_in(MemoryType::Stack).vectorize(s.q, plan.vector, TailStrategy::RoundUp);
    }
    s.source.image.compute_at(s.dst, s.n);
    vectorize_bordered(s.source, plan.vector);
}

} // namespace halenet::schedules
