#include "schedules/convolution.h"

#include "generator/description/description.h"
#include "schedules/accumulators.h"

#include <algorithm>

using Halide::Func;
using Halide::MemoryType;
using Halide::RVar;
using Halide::TailStrategy;
using Halide::Var;

namespace halenet::schedules {

namespace {

/// Copies of an image that are laid out for a kernel pay while they stay in L1 beside its other data.
constexpr int most_copied_bytes = 32 * 1024;

void vectorize_bordered(const BorderedStages &s, int vector) {
    Func image = s.image;
    image.store_in(MemoryType::Stack).vectorize(s.t, vector, TailStrategy::RoundUp);
    // Each source element has one place, so lanes never meet.
    image.update().allow_race_conditions().vectorize(s.column, vector, TailStrategy::GuardWithIf);
}

std::string text(std::initializer_list<std::pair<const char *, int>> parts) {
    std::string result;
    for (const auto &[name, value] : parts) {
        result += (result.empty() ? "" : ", ") + std::string(name) + " " + std::to_string(value);
    }
    return result;
}

} // namespace

ConvolutionForwardPlan plan_conv2d_forward(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionForwardPlan plan;
    plan.vector = shape.packed_filters() % machine.vector_floats == 0
                      ? machine.vector_floats
                      : std::min(machine.vector_floats, ConvolutionShape::filter_block);
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
    plan.store = vector_of(shape.pooled_width(), plan.vector);
    plan.interleave = shape.filters <= 8;
    return plan;
}

ConvolutionWeightsPlan plan_conv2d_backward_weights(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionWeightsPlan plan;
    plan.copies = shape.patch_copy() * static_cast<int>(sizeof(float)) <= most_copied_bytes;
    // A list pays where the work of a window outweighs the bookkeeping. LeNet-5's first layer, 40 floats a patch, took
    // 2.6 us an image with lists and 1.7 without (one Zen 4 core).
    plan.lists = shape.patch() >= 128;
    // In a copy a vector may cross from one row of the patch to the next.
    plan.vector = plan.copies || shape.patch_row() % machine.vector_floats == 0 ? machine.vector_floats
                                                                                : ConvolutionShape::filter_block;
    plan.vector = std::min(plan.vector, machine.vector_floats);
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

ConvolutionDataPlan plan_conv2d_backward_data(const Machine &machine, const ConvolutionShape &shape) {
    ConvolutionDataPlan plan;
    plan.vector = shape.patch_row() % machine.vector_floats == 0
                      ? machine.vector_floats
                      : std::min(machine.vector_floats, ConvolutionShape::filter_block);
    const int vectors = tile_of(shape.patch_row() / plan.vector, machine.accumulators());
    plan.columns = vectors * plan.vector;
    plan.rows = 1;
    for (int rows = 1; rows * vectors <= machine.accumulators(); ++rows) {
        plan.rows = shape.reach() % rows == 0 ? rows : plan.rows;
    }
    plan.windows = vector_of(shape.pooled_elements(), machine.vector_floats);
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

std::string to_string(const ConvolutionWeightsPlan &plan) {
    return text({{"vector", plan.vector}, {"block", plan.block}, {"filters", plan.filters}}) +
           (plan.copies ? ", from a copy" : "") + (plan.lists ? ", lists" : "");
}

std::string to_string(const ImageWeightsPlan &plan) {
    return text({{"vector", plan.vector}, {"columns", plan.columns}, {"rows", plan.rows}}) +
           (plan.copies ? ", from a copy" : "");
}

std::string to_string(const ConvolutionDataPlan &plan) {
    return text({{"vector", plan.vector}, {"columns", plan.columns}, {"rows", plan.rows}});
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
