#include "generator/driver/program_builder.h"

#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/elementwise.h"
#include "schedules/loss.h"
#include "schedules/pool.h"

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

void ProgramBuilder::place_rows(Layout &layout, Value &value) {
    value.rows = allocate(layout, value.name + ", rows", Type::f32, {layout.images, value.elements});
}

Argument ProgramBuilder::new_rows(Layout &layout, Value &value) {
    place_rows(layout, value);
    return rows(*value.rows, value.elements);
}

Argument ProgramBuilder::new_lanes(Layout &layout, Value &value) {
    value.lanes = allocate(layout, value.name + ", lanes", Type::f32, {value.elements, shard_images});
    return lanes(*value.lanes, value.elements);
}

ProgramBuilder::Value ProgramBuilder::output_of(std::size_t index, int elements) const {
    return {.name = operations_[index].name, .elements = elements};
}

Argument ProgramBuilder::rows_of(Layout &layout, Value &value) {
    const int elements = value.elements;
    if (value.rows) {
        return rows(*value.rows, elements);
    }
    const std::string count = std::to_string(elements);
    const Argument dst = new_rows(layout, value);
    if (value.lanes) {
        call("lanes_to_rows_" + count, "lanes_to_rows", {{"elements", count}},
             schedules::space_of(schedules::plan_to_rows(machine_, elements), machine_, elements),
             {lanes(*value.lanes, elements), dst});
    } else {
        call("normalize", "normalize", with({{"elements", count}}, normalization()),
             schedules::space_of(schedules::plan_elementwise(machine_, elements), machine_, elements),
             {rows(*value.pixels, elements, Type::u8), dst});
    }
    return dst;
}

Argument ProgramBuilder::lanes_of(Layout &layout, Value &value) {
    const int elements = value.elements;
    if (value.lanes) {
        return lanes(*value.lanes, elements);
    }
    const std::string count = std::to_string(elements);
    const Argument src = rows_of(layout, value), dst = new_lanes(layout, value);
    call("rows_to_lanes_" + count, "rows_to_lanes", {{"elements", count}},
         schedules::space_of(schedules::plan_to_lanes(machine_, elements), machine_, elements),
         {src, scalar(Scalar::images), dst});
    return dst;
}

Parameters ProgramBuilder::normalization() const {
    return {{"mean", exact(input_.mean)}, {"deviation", exact(input_.deviation)}};
}

ProgramBuilder::Result ProgramBuilder::forward(Layout &layout, const ConvolutionOperation &operation, std::size_t index,
                                               Value &source) {
    const ConvolutionShape &s = operation.shape;
    Result result{.value = output_of(index, s.pooled_elements())};
    place_rows(layout, result.value);
    const int argmax_bytes = operation.reads_pixels ? s.planar_argmax() : s.pooled_elements();
    result.argmax = allocate(layout, "argmax of " + operations_[index].name, Type::u8, {layout.images, argmax_bytes});
    const auto pooled = [&](std::size_t offset, Type type) {
        return images_of(offset, {s.filters, s.pooled_width(), s.pooled_height()}, type);
    };
    const Argument dst = pooled(*result.value.rows, Type::f32);
    const std::string name = operations_[index].name + "_forward";
    const Parameters parameters =
        with(parameters_of(s), {{"activation", std::string(to_string(operation.activation))}});
    if (operation.reads_pixels) {
        call(name, "image_conv2d_forward", with(parameters, normalization()),
             schedules::space_of(schedules::plan_image_conv2d_forward(machine_, s), machine_, s),
             {rows(*source.pixels, source.elements, Type::u8),
              weights(index, {s.channels, s.kernel, s.kernel, s.filters}),
              bias(index),
              dst,
              {true, view(Region::shard, Type::u8, result.argmax,
                          {{s.filters, s.argmax_row()},
                           {s.pooled_width(), 1},
                           {s.pooled_height(), s.argmax_row() * s.filters},
                           {images_extent, s.planar_argmax()}})}});
    } else {
        call(name, "conv2d_forward", parameters,
             schedules::space_of(schedules::plan_conv2d_forward(machine_, s), machine_, s),
             {rows_of(layout, source), packed_forward(index, s), dst, pooled(result.argmax, Type::u8)});
    }
    return result;
}

ProgramBuilder::Result ProgramBuilder::forward(Layout &layout, const PoolOperation &operation, std::size_t index,
                                               Value &source) {
    const schedules::PoolShape &s = operation.shape;
    const Argument src = rows_of(layout, source);
    Result result{.value = output_of(index, s.pooled_elements())};
    place_rows(layout, result.value);
    const auto pooled = [&](std::size_t offset, Type type) {
        return images_of(offset, {s.channels, s.pooled_width(), s.pooled_height()}, type);
    };
    std::vector<Argument> arguments{src, pooled(*result.value.rows, Type::f32)};
    if (!operation.average) {
        result.argmax =
            allocate(layout, "argmax of " + operations_[index].name, Type::u8, {layout.images, s.pooled_elements()});
        arguments.push_back(pooled(result.argmax, Type::u8));
    }
    const schedules::PoolLoops loops = forward_loops(s);
    call(operations_[index].name + "_forward", operation.average ? "average_pool2d_forward" : "max_pool2d_forward",
         parameters_of(s), schedules::space_of(schedules::plan_pool2d(machine_, loops), machine_, loops), arguments);
    return result;
}

ProgramBuilder::Result ProgramBuilder::forward(Layout &layout, const DenseOperation &operation, std::size_t index,
                                               Value &source) {
    const auto &[inputs, units, activation] = operation;
    const Argument src = lanes_of(layout, source);
    Result result{.value = output_of(index, units)};
    const Argument dst = new_lanes(layout, result.value);
    call(operations_[index].name + "_forward", "dense_forward",
         with(parameters_of(operation), {{"activation", std::string(to_string(activation))}}),
         schedules::space_of(schedules::plan_dense_lanes(machine_, units, inputs), machine_, units, inputs),
         {src, weights(index, {inputs, units}), bias(index), dst});
    return result;
}

void ProgramBuilder::dropout(const std::string &name, const DropoutOperation &operation, int elements, bool is_lanes,
                             const Argument &src, const Argument &dst) {
    call(name, "dropout",
         {{"elements", std::to_string(elements)},
          {"rate", exact(operation.rate)},
          {"stream", std::to_string(operation.stream)},
          {"lanes", flag(is_lanes)}},
         schedules::space_of(schedules::plan_elementwise(machine_, is_lanes ? shard_images : elements), machine_,
                             is_lanes ? shard_images : elements),
         {src, scalar(Scalar::first_image), scalar(Scalar::key_low), scalar(Scalar::key_high), dst});
}

/// In training only; in the form that the source has.
ProgramBuilder::Result ProgramBuilder::forward(Layout &layout, const DropoutOperation &operation, std::size_t index,
                                               Value &source) {
    const bool is_lanes = source.lanes && !source.rows;
    const Argument src = is_lanes ? lanes_of(layout, source) : rows_of(layout, source);
    Result result{.value = output_of(index, source.elements)};
    const Argument dst = is_lanes ? new_lanes(layout, result.value) : new_rows(layout, result.value);
    dropout(operations_[index].name + "_forward", operation, source.elements, is_lanes, src, dst);
    return result;
}

ProgramBuilder::Result ProgramBuilder::pixels_of(Layout &layout) {
    const int pixels = static_cast<int>(input_.shape.elements());
    layout.pixels = allocate(layout, "pixels", Type::u8, {layout.images, pixels});
    return {.value = {.name = "normalised pixels", .elements = pixels, .pixels = layout.pixels}};
}

void ProgramBuilder::forward(Layout &layout, Pass pass, std::vector<Result> &results, std::size_t end) {
    for (std::size_t k = results.size() - 1; k < end; ++k) {
        Value &source = results.back().value;
        if (pass != Pass::train && std::holds_alternative<DropoutOperation>(operations_[k].kind)) {
            results.push_back({.value = source});
            continue;
        }
        Result result =
            std::visit([&](const auto &kind) { return forward(layout, kind, k, source); }, operations_[k].kind);
        results.push_back(result);
    }
}

ProgramBuilder::Learning ProgramBuilder::forward_to_loss(Layout &layout, Pass pass) {
    Learning learning{layout, pass, {pixels_of(layout)}};
    forward(layout, pass, learning.results, operations_.size());
    for (const Result &result : learning.results) {
        learning.gradients.push_back({.name = "gradient of " + result.value.name, .elements = result.value.elements});
    }
    loss(learning);
    return learning;
}

void ProgramBuilder::loss(Learning &learning) {
    Layout &layout = learning.layout;
    layout.labels = allocate(layout, "labels", Type::u8, {shard_images});
    layout.loss = allocate(layout, "loss", Type::f32, {shard_images});
    layout.correct = allocate(layout, "correct", Type::u8, {shard_images});
    const Argument dst = new_lanes(layout, learning.gradients.back());
    call("loss", "softmax_cross_entropy", {{"classes", std::to_string(classes_)}},
         schedules::space_of(schedules::plan_loss(machine_, classes_), machine_, classes_),
         {lanes_of(layout, learning.results.back().value), per_image(layout.labels, images_extent, Type::u8),
          scalar(Scalar::images), scalar(Scalar::batch), scalar(Scalar::label_smoothing), dst,
          per_image(layout.loss, shard_images, Type::f32), per_image(layout.correct, shard_images, Type::u8)});
}

ProgramBuilder::Learning ProgramBuilder::plan_evaluate() {
    const int first = next_call();
    // In the layout that adapt goes on with.
    Learning evaluation = forward_to_loss(program_.adapt_layout, Pass::evaluate);
    program_.evaluate = calls_since(first);
    program_.evaluate_layout = program_.adapt_layout;
    return evaluation;
}

} // namespace halenet::driver
