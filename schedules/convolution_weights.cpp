#include "schedules/convolution.h"

#include "generator/description/description.h"
#include "schedules/accumulators.h"
#include "schedules/plan_text.h"

#include <algorithm>

using Halide::MemoryType;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

namespace {

/// Copies of an image that are laid out for a kernel pay while they stay in L1 beside its other data.
constexpr int most_copied_bytes = 32 * 1024;

} // namespace

ConvolutionWeightsPlan plan_conv2d_backward_weights(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionWeightsPlan plan;
    plan.copies = shape.patch_copy() * static_cast<int>(sizeof(float)) <= most_copied_bytes;
    // A list pays where the work of a window outweighs the bookkeeping. LeNet-5's first layer, 40 floats a patch, took
    // 2.6 us an image with lists and 1.7 without (one Zen 4 core).
    plan.lists = shape.patch() >= 128;
    // In a copy a vector may cross from one row of the patch to the next.
    plan.vector = plan.copies ? machine.vector_floats : block_vector(machine, shape.patch_row());
    const int patch_vectors = ceiling_divide(shape.patch(), plan.vector);
    const int vectors = tile_of(patch_vectors, machine.accumulators());
    plan.block = vectors * plan.vector;
    // Two lists differ in length, so that their loops cannot be one.
    plan.filters =
        vectors == patch_vectors && !plan.lists ? tile_of(shape.filters, machine.accumulators() / vectors) : 1;
    plan.windows = vector_of(shape.pooled_elements(), machine.vector_floats);
    plan.window_filters = vector_of(shape.filters, machine.vector_floats);
    return plan;
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
    plan.copies = shape.column_copy() * static_cast<int>(sizeof(float)) <= most_copied_bytes;
    return plan;
}

std::string to_string(const ConvolutionWeightsPlan &plan) {
    return text({{"vector", plan.vector}, {"block", plan.block}, {"filters", plan.filters}}) +
           (plan.copies ? ", from a copy" : "") + (plan.lists ? ", lists" : "");
}

std::string to_string(const ImageWeightsPlan &plan) {
    return text({{"vector", plan.vector}, {"columns", plan.columns}, {"rows", plan.rows}}) +
           (plan.copies ? ", from a copy" : "");
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
    s.total.compute_root().store_in(MemoryType::Stack).vectorize(s.k, plan.vector, TailStrategy::RoundUp);
    s.total.update()
        .split(s.k, blocks, in_block, plan.block, TailStrategy::RoundUp)
        .split(s.f, filters, filter, plan.filters, TailStrategy::GuardWithIf)
        .reorder(in_block, filter, blocks, filters, s.image)
        .vectorize(in_block, plan.vector)
        .unroll(in_block)
        .unroll(filter);
    keep_in_registers({s.sum, s.k, plan.vector, {s.f}, {s.window}}, {s.total, blocks});

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
    keep_in_registers({s.sum, s.x, plan.vector, {s.j, s.ky}, {s.row}}, {s.total, lanes});

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
