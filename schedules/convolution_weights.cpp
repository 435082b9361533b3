#include "schedules/convolution.h"

#include "generator/description/description.h"
#include "schedules/accumulators.h"

#include <algorithm>
#include <fmt/format.h>

using Halide::MemoryType;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

ConvolutionWeightsPlan plan_conv2d_backward_weights(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionWeightsPlan plan;
    plan.copies = stays_in_cache(shape.patch_copy());
    // A list pays where the work of a window outweighs the bookkeeping. LeNet-5's first layer, 40 floats a patch, took
    // 2.6 us an image with lists and 1.7 without (one Zen 4 core).
    plan.lists = shape.patch() >= 128;
    // In a copy a vector may cross from one row of the patch to the next.
    plan.vector = plan.copies ? machine.vector_floats : block_vector(machine, shape.patch_row());
    const int patch_vectors = ceiling_divide(shape.patch(), plan.vector);
    plan.vectors = tile_of(patch_vectors, machine.accumulators());
    // Two lists differ in length, so that their loops cannot be one.
    plan.filters = plan.vectors == patch_vectors && !plan.lists
                       ? tile_of(shape.filters, machine.accumulators() / plan.vectors)
                       : 1;
    plan.windows = vector_of(shape.pooled_elements(), machine.vector_floats);
    plan.window_filters = vector_of(shape.filters, machine.vector_floats);
    return plan;
}

Knobs knobs_of(ConvolutionWeightsPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    constexpr int most_unrolled = 8;
    const std::vector<int> vectors = vector_values(machine, machine.widest_vector);
    std::vector<int> blocks;
    for (const int vector : vectors) {
        blocks = united(blocks, tile_values(ceiling_divide(shape.patch(), vector), largest_block(machine)));
    }
    return {
        {"copies", &plan.copies, flag_values(stays_in_cache(shape.patch_copy()))},
        {"lists", &plan.lists, flag_values()},
        {"vector", &plan.vector, vectors},
        {"vectors", &plan.vectors, blocks},
        {"filters", &plan.filters, tile_values(shape.filters, largest_block(machine))},
        {"unroll", &plan.unroll, unroll_values(machine, shape.windows(), most_unrolled)},
        {"windows", &plan.windows, vector_values(machine, shape.pooled_elements())},
        {"window_filters", &plan.window_filters, vector_values(machine, shape.filters)},
        {"filters_inside", &plan.filters_inside, flag_values()},
    };
}

std::string refusal_of(const ConvolutionWeightsPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    if (!plan.copies && shape.patch_row() % plan.vector != 0) {
        return fmt::format("without a copy a vector of {} does not divide the {} floats of a patch's row", plan.vector,
                           shape.patch_row());
    }
    if (plan.lists && (plan.filters > 1 || plan.unroll > 1)) {
        return "lists differ in length, so that neither their filters nor their windows run together";
    }
    const int patch_vectors = ceiling_divide(shape.patch(), plan.vector);
    if (plan.vectors > patch_vectors) {
        return fmt::format("a patch has {} vectors of {}, not {}", patch_vectors, plan.vector, plan.vectors);
    }
    if (plan.filters_inside && (plan.vectors == patch_vectors || plan.filters == shape.filters)) {
        return "filters_inside is set, but one block holds the whole patch or all filters";
    }
    return refusal_of_block(machine, plan.vectors * plan.filters);
}

ImageWeightsPlan plan_image_conv2d_backward_weights(const Machine &machine, const ConvolutionShape &shape) {
    ImageWeightsPlan plan;
    plan.vector = machine.vector_floats;
    // Beside its accumulators a block keeps a gradient and the values that it picks from: with 32 registers LeNet-5's
    // 25 weights of a filter fit.
    const int registers = machine.vector_registers - 7;
    plan.columns = largest_divisor(shape.filter_row(), registers);
    plan.rows = plan.columns == shape.filter_row() ? largest_divisor(shape.kernel, registers / plan.columns) : 1;
    plan.windows = vector_of(shape.pooled_width(), machine.vector_floats);
    plan.copies = stays_in_cache(shape.column_copy());
    return plan;
}

Knobs knobs_of(ImageWeightsPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    constexpr int most_unrolled = 4;
    return {
        {"copies", &plan.copies, flag_values(stays_in_cache(shape.column_copy()))},
        {"vector", &plan.vector, vector_values(machine, shape.argmax_row())},
        {"columns", &plan.columns, divisor_values(shape.filter_row(), largest_block(machine))},
        {"rows", &plan.rows, divisor_values(shape.kernel, shape.kernel)},
        {"unroll", &plan.unroll, unroll_values(machine, shape.pooled_height(), most_unrolled)},
        {"windows", &plan.windows, vector_values(machine, shape.pooled_width())},
        {"weights_inside", &plan.weights_inside, flag_values()},
    };
}

std::string refusal_of(const ImageWeightsPlan &plan, const Machine &machine, const ConvolutionShape &shape) {
    const int block = plan.columns * plan.rows;
    if (plan.weights_inside && (plan.vector >= shape.pooled_width() || block == shape.kernel * shape.filter_row())) {
        return "weights_inside is set, but one vector holds all windows of a row or one block all weights";
    }
    return refusal_of_block(machine, block);
}

namespace {

void apply_bias(BiasGradientStages s, int vector) {
    s.partial.compute_root().store_in(MemoryType::Stack).vectorize(s.t, vector, TailStrategy::GuardWithIf);
    s.partial.update().reorder(s.t, s.row, s.image).vectorize(s.t, vector, TailStrategy::GuardWithIf);
    s.fold.compute_root().store_in(MemoryType::Stack).vectorize(s.f, vector, TailStrategy::GuardWithIf);
    s.fold.update().reorder(s.f, s.column).vectorize(s.f, vector, TailStrategy::GuardWithIf);
    s.d_bias.vectorize(s.f, vector, TailStrategy::GuardWithIf);
}

} // namespace

void apply(const ConvolutionWeightsPlan &plan, const ConvolutionShape &shape, ConvolutionWeightsStages s) {
    Var blocks("blocks"), in_block("in_block"), filters("filters"), filter("filter");
    const Var &inner = plan.filters_inside ? filters : blocks;
    s.total.compute_root().store_in(MemoryType::Stack).vectorize(s.k, plan.vector, TailStrategy::RoundUp);
    s.total.update()
        .split(s.k, blocks, in_block, plan.vectors * plan.vector, TailStrategy::RoundUp)
        .split(s.f, filters, filter, plan.filters, TailStrategy::GuardWithIf)
        .reorder(in_block, filter, inner, plan.filters_inside ? blocks : filters, s.image)
        .vectorize(in_block, plan.vector)
        .unroll(in_block)
        .unroll(filter);
    keep_in_registers({s.sum, s.k, plan.vector, {s.f}, {s.window}}, {s.total, inner});
    if (plan.unroll > 1) {
        s.sum.update().unroll(s.window, plan.unroll);
    }

    if (s.patches) {
        Var column("column"), in_column("in_column"), row("row"), element("element");
        s.patches->compute_at(s.total, s.image)
            .store_in(MemoryType::Stack)
            .split(s.t, column, in_column, shape.patch_row() * shape.patch_rows(), TailStrategy::RoundUp)
            .split(in_column, row, element, shape.patch_row())
            .vectorize(element, std::min(plan.vector, vector_of(shape.patch_row(), plan.vector)))
            .unroll(element);
    }
    // Addresses as vectors, ahead of the loop that uses them: left inside, LLVM builds them across filters with many
    // moves.
    s.first_place.compute_root().store_in(MemoryType::Stack).vectorize(s.i, plan.windows, TailStrategy::ShiftInwards);
    s.chosen.compute_at(s.total, s.image)
        .store_in(MemoryType::Stack)
        .vectorize(s.i, plan.windows, TailStrategy::ShiftInwards);
    if (s.lists) {
        auto &[rank, rank_window, list, list_window] = *s.lists;
        rank.compute_at(s.total, s.image)
            .store_in(MemoryType::Stack)
            .vectorize(s.f, plan.window_filters, TailStrategy::GuardWithIf);
        rank.update().reorder(s.f, rank_window).vectorize(s.f, plan.window_filters, TailStrategy::GuardWithIf);
        list.compute_at(s.total, s.image).store_in(MemoryType::Stack);
        list.update().reorder(s.f, list_window);
    }
    s.source.image.compute_at(s.total, s.image);
    vectorize_bordered(s.source, plan.vector);
    apply_bias(s.bias, plan.vector);
}

void apply(const ImageWeightsPlan &plan, ImageWeightsStages s) {
    Var lanes("lanes"), lane("lane"), columns("columns"), column("column"), rows("rows"), row("row");
    s.total.compute_root().store_in(MemoryType::Stack).vectorize(s.x, plan.vector, TailStrategy::RoundUp);
    s.total.update()
        .split(s.x, lanes, lane, plan.vector, TailStrategy::RoundUp)
        .split(s.j, columns, column, plan.columns)
        .split(s.ky, rows, row, plan.rows)
        .reorder(lane, column, row, lanes, columns, rows, s.f, s.image)
        .vectorize(lane)
        .unroll(column)
        .unroll(row);
    if (plan.weights_inside) {
        s.total.update().reorder(columns, rows, lanes);
    }
    keep_in_registers({s.sum, s.x, plan.vector, {s.j, s.ky}, {s.row}},
                      {s.total, plan.weights_inside ? columns : lanes});
    s.sum.update().unroll(s.row, plan.unroll);

    s.source.image.compute_at(s.total, s.image);
    vectorize_bordered(s.source, plan.vector);
    if (plan.copies) {
        s.columns.compute_at(s.total, s.image)
            .store_in(MemoryType::Stack)
            .vectorize(s.x, plan.vector, TailStrategy::RoundUp);
    }
    s.gradient.compute_root()
        .store_in(MemoryType::Stack)
        .bound_storage(s.n, description::shard_images)
        .vectorize(s.x, plan.vector, TailStrategy::RoundUp);
    s.gradient.update().vectorize(s.window, plan.windows, TailStrategy::GuardWithIf);

    s.folded.compute_root().store_in(MemoryType::Stack);
    s.partial.compute_root().store_in(MemoryType::Stack).vectorize(s.x, plan.vector, TailStrategy::RoundUp);
    s.partial.update().reorder(s.x, s.f, s.bias_row, s.bias_image).vectorize(s.x, plan.vector, TailStrategy::RoundUp);
    s.fold.compute_root().store_in(MemoryType::Stack);
}

} // namespace halenet::schedules
