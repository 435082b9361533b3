#include "generator/driver/program_builder.h"

#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/elementwise.h"
#include "schedules/loss.h"

#include <charconv>

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

namespace {

/// Shortest text that reads back as the same double.
std::string exact(double value) {
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
    return {std::begin(text), end};
}

} // namespace

std::size_t ProgramBuilder::floats_of_shard(Layout &layout, int elements) {
    return allocate(layout.bytes,
                    static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(elements) * float_bytes);
}

void ProgramBuilder::rows_to_lanes(Layout &layout, Activation &activation) {
    activation.lanes = floats_of_shard(layout, activation.elements);
    activation.is_lanes = true;
    const std::string elements = std::to_string(activation.elements);
    call("rows_to_lanes_" + elements, "rows_to_lanes", {{"elements", elements}},
         to_string(schedules::plan_transpose(machine_, activation.elements)),
         {rows(activation.rows, activation.elements), scalar(Scalar::images),
          lanes(activation.lanes, activation.elements)});
}

std::size_t ProgramBuilder::lanes_to_rows(Layout &layout, std::size_t source, int elements) {
    const std::size_t target = floats_of_shard(layout, elements);
    call("lanes_to_rows_" + std::to_string(elements), "lanes_to_rows", {{"elements", std::to_string(elements)}},
         to_string(schedules::plan_transpose(machine_, elements)), {lanes(source, elements), rows(target, elements)});
    return target;
}

Parameters ProgramBuilder::normalization() const {
    return {{"mean", exact(input_.mean)}, {"deviation", exact(input_.deviation)}};
}

ProgramBuilder::Activation ProgramBuilder::forward_convolution(Layout &layout, std::size_t index,
                                                               const Activation &source) {
    const Operation &operation = operations_[index];
    const auto &[s, relu] = std::get<FusedConvolution>(operation.kind);
    Activation result;
    result.elements = s.pooled_elements();
    result.rows = floats_of_shard(layout, result.elements);
    result.argmax =
        allocate(layout.bytes, static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(result.elements));
    result.is_rows = true;
    const Argument dst = pooled(result.rows, s, Type::f32), argmax = pooled(result.argmax, s, Type::u8);
    const Parameters shape = with(parameters_of(s), {{"relu", flag(relu)}});
    const std::string name = operation.name + "_forward";
    if (source.is_pixels) {
        call(name, "image_conv2d_forward", with(shape, normalization()),
             to_string(schedules::plan_image_conv2d_forward(machine_, s)),
             {rows(source.rows, source.elements, Type::u8),
              weights(operation, {s.channels, s.kernel, s.kernel, s.filters}), bias(operation, s.filters), dst,
              argmax});
    } else {
        call(name, "conv2d_forward", shape, to_string(schedules::plan_conv2d_forward(machine_, s)),
             {rows(source.rows, source.elements), packed_forward(index, s), dst, argmax});
    }
    return result;
}

ProgramBuilder::Activation ProgramBuilder::forward_dense(Layout &layout, std::size_t index, Activation &source) {
    const Operation &operation = operations_[index];
    const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
    if (source.is_pixels) {
        const std::size_t normalized = floats_of_shard(layout, source.elements);
        call("normalize", "normalize", with({{"elements", std::to_string(source.elements)}}, normalization()),
             to_string(schedules::plan_elementwise(machine_, source.elements)),
             {rows(source.rows, source.elements, Type::u8), rows(normalized, source.elements)});
        source = {.elements = source.elements, .is_rows = true, .rows = normalized};
    }
    if (!source.is_lanes) {
        rows_to_lanes(layout, source);
    }
    Activation result;
    result.elements = units;
    result.lanes = floats_of_shard(layout, units);
    result.is_lanes = true;
    result.from_dense_relu = relu;
    call(operation.name + "_forward", "dense_forward",
         {{"inputs", std::to_string(inputs)}, {"units", std::to_string(units)}, {"relu", flag(relu)}},
         to_string(schedules::plan_dense_lanes(machine_, units)),
         {lanes(source.lanes, inputs), weights(operation, {inputs, units}), bias(operation, units),
          lanes(result.lanes, units)});
    return result;
}

std::vector<ProgramBuilder::Activation> ProgramBuilder::forward(Layout &layout) {
    const int pixels = static_cast<int>(input_.shape.elements());
    layout.pixels = allocate(layout.bytes, static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(pixels));
    std::vector<Activation> activations{{.elements = pixels, .is_pixels = true, .rows = layout.pixels}};
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        const bool convolution = std::holds_alternative<FusedConvolution>(operations_[k].kind);
        activations.push_back(convolution ? forward_convolution(layout, k, activations[k])
                                          : forward_dense(layout, k, activations[k]));
    }
    return activations;
}

std::size_t ProgramBuilder::loss(Layout &layout, const Activation &logits) {
    layout.labels = allocate(layout.bytes, shard_images);
    layout.loss = allocate(layout.bytes, shard_images * float_bytes);
    layout.correct = allocate(layout.bytes, shard_images);
    const std::size_t d_logits = floats_of_shard(layout, classes_);
    call("loss", "softmax_cross_entropy", {{"classes", std::to_string(classes_)}},
         to_string(schedules::plan_loss(machine_, classes_)),
         {lanes(logits.lanes, classes_), per_image(layout.labels, images_extent, Type::u8), scalar(Scalar::images),
          scalar(Scalar::batch), scalar(Scalar::label_smoothing), lanes(d_logits, classes_),
          per_image(layout.loss, shard_images, Type::f32), per_image(layout.correct, shard_images, Type::u8)});
    return d_logits;
}

void ProgramBuilder::plan_classify() {
    const int first = next_call();
    Layout &layout = program_.classify_layout;
    const Activation logits = forward(layout).back();
    layout.probabilities = floats_of_shard(layout, classes_);
    call("probabilities", "softmax", {{"classes", std::to_string(classes_)}},
         to_string(schedules::plan_loss(machine_, classes_)),
         {lanes(logits.lanes, classes_), rows(layout.probabilities, classes_)});
    program_.classify = calls_since(first);
    program_.outputs.resize(20);
}

void ProgramBuilder::plan_evaluate() {
    const int first = next_call();
    loss(program_.evaluate_layout, forward(program_.evaluate_layout).back());
    program_.evaluate = calls_since(first);
}

void ProgramBuilder::plan_train() {
    const int first = next_call();
    Layout &layout = program_.train_layout;
    std::vector<Activation> activations = forward(layout);
    d_dst_.assign(operations_.size(), 0);
    convolution_gradients_.assign(operations_.size(), 0);
    d_dst_.back() = loss(layout, activations.back());
    for (std::size_t k = operations_.size(); k-- > 0;) {
        if (std::holds_alternative<FusedConvolution>(operations_[k].kind)) {
            backward_convolution(layout, k, activations[k], activations[k + 1]);
        } else {
            backward_dense(layout, k, activations[k]);
        }
    }
    inputs_ = std::move(activations);
    program_.train = calls_since(first);
}

void ProgramBuilder::backward_dense(Layout &layout, std::size_t index, Activation &source) {
    const Operation &operation = operations_[index];
    const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
    if (!source.is_rows) {
        source.rows = lanes_to_rows(layout, source.lanes, inputs);
        source.is_rows = true;
    }
    if (index == 0) {
        return;
    }
    const std::size_t d_src = floats_of_shard(layout, inputs);
    call(operation.name + "_backward_data", "dense_backward_data",
         {{"inputs", std::to_string(inputs)},
          {"units", std::to_string(units)},
          {"src_relu", flag(source.from_dense_relu)}},
         to_string(schedules::plan_dense_lanes(machine_, inputs)),
         {lanes(d_dst_[index], units), weights(operation, {inputs, units}), lanes(source.lanes, inputs),
          lanes(d_src, inputs)});
    const bool to_convolution = std::holds_alternative<FusedConvolution>(operations_[index - 1].kind);
    d_dst_[index - 1] = to_convolution ? lanes_to_rows(layout, d_src, inputs) : d_src;
}

void ProgramBuilder::backward_convolution(Layout &layout, std::size_t index, const Activation &source,
                                          const Activation &result) {
    const Operation &operation = operations_[index];
    const ConvolutionShape &s = std::get<FusedConvolution>(operation.kind).shape;
    const Argument d_dst = rows(d_dst_[index], result.elements),
                   argmax = rows(result.argmax, result.elements, Type::u8);
    const std::size_t weight_count = program_.parameters[operation.weights].count;
    convolution_gradients_[index] = allocate(layout.bytes, convolution_parameters(operation) * float_bytes);
    const std::vector<Argument> gradients{
        canonical(Region::shard, convolution_gradients_[index], 0, {s.filter_row(), s.kernel, s.filters}),
        canonical(Region::shard, convolution_gradients_[index], weight_count, {s.filters})};
    const std::string plan = to_string(schedules::plan_conv2d_backward_weights(machine_, s));
    const std::string name = operation.name + "_backward_weights";
    if (source.is_pixels) {
        call(name, "image_conv2d_backward_weights", with(parameters_of(s), normalization()), plan,
             {rows(source.rows, source.elements, Type::u8), d_dst, argmax, gradients[0], gradients[1]});
        return;
    }
    call(name, "conv2d_backward_weights", parameters_of(s), plan,
         {rows(source.rows, source.elements), d_dst, argmax, gradients[0], gradients[1]});
    d_dst_[index - 1] = floats_of_shard(layout, source.elements);
    call(operation.name + "_backward_data", "conv2d_backward_data", parameters_of(s),
         to_string(schedules::plan_conv2d_backward_data(machine_, s)),
         {d_dst, argmax, packed_shifted(index, {s.filters * s.shifted_plane()}),
          rows(d_dst_[index - 1], source.elements)});
}

} // namespace halenet::driver
