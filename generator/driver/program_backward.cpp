#include "generator/driver/program_builder.h"

#include "schedules/augment.h"
#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/elementwise.h"
#include "schedules/pool.h"

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

void ProgramBuilder::plan_train() {
    const int first = next_call();
    Layout &layout = program_.train_layout;
    results_ = forward(layout, Pass::train);
    for (const Result &result : results_) {
        gradients_.push_back({.elements = result.value.elements});
    }
    convolution_gradients_.assign(operations_.size(), 0);
    gradients_.back() = loss(layout, results_.back().value);
    for (std::size_t k = operations_.size(); k-- > 0;) {
        if (own_[k].count() > 0 || needs_source_gradient(k)) {
            std::visit([&](const auto &kind) { backward(layout, kind, k, gradients_[k + 1]); }, operations_[k].kind);
        }
    }
    program_.train = calls_since(first);
}

void ProgramBuilder::plan_augment() {
    const int first = next_call();
    Layout &layout = program_.train_layout;
    const description::Shape &shape = input_.shape;
    const int elements = static_cast<int>(shape.elements());
    layout.originals =
        allocate(layout.bytes, static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(elements));
    call("augment", "augment",
         {{"channels", std::to_string(shape.channels)},
          {"width", std::to_string(shape.width)},
          {"height", std::to_string(shape.height)}},
         to_string(schedules::plan_augment(machine_, shape.channels * shape.width)),
         {rows(layout.originals, elements, Type::u8), scalar(Scalar::augment_pixels), scalar(Scalar::augment_degrees),
          scalar(Scalar::first_image), scalar(Scalar::key_low), scalar(Scalar::key_high),
          rows(layout.pixels, elements, Type::u8)});
    program_.augment = calls_since(first);
}

ProgramBuilder::Value &ProgramBuilder::source_gradient(std::size_t index) {
    return gradients_[index];
}

void ProgramBuilder::undo_activation(Layout &layout, std::size_t index, Activation activation, Value &d_dst) {
    Value &result = results_[index + 1].value;
    const bool is_lanes = d_dst.lanes.has_value();
    if (is_lanes) {
        lanes_of(layout, result);
    }
    const int elements = is_lanes ? shard_images * result.elements : result.elements;
    const Argument d = is_lanes ? lanes_as_row(*d_dst.lanes, result.elements) : rows_of(layout, d_dst);
    const Argument dst = is_lanes ? lanes_as_row(*result.lanes, result.elements) : rows_of(layout, result);
    call(operations_[index].name + "_activation_backward", "activation_backward",
         {{"elements", std::to_string(elements)}, {"activation", std::string(to_string(activation))}},
         to_string(schedules::plan_elementwise(machine_, elements)), {d, dst, d});
    // Another form would still hold what was before.
    (is_lanes ? d_dst.rows : d_dst.lanes).reset();
}

void ProgramBuilder::backward(Layout &layout, const ConvolutionOperation &operation, std::size_t index, Value &d_dst) {
    const ConvolutionShape &s = operation.shape;
    const std::string &name = operations_[index].name;
    Value &source = results_[index].value;
    // A closed ReLU shows in the argmax.
    if (operation.activation == Activation::tanh) {
        undo_activation(layout, index, operation.activation, d_dst);
    }
    const Argument d = rows_of(layout, d_dst);
    convolution_gradients_[index] = allocate(layout.bytes, own_[index].count() * float_bytes);
    const Argument d_weights =
        canonical(Region::shard, convolution_gradients_[index], 0, {s.filter_row(), s.kernel, s.filters});
    const Argument d_bias =
        canonical(Region::shard, convolution_gradients_[index], own_[index].weight_count, {s.filters});
    const std::size_t argmax_offset = results_[index + 1].argmax;
    if (operation.reads_pixels) {
        const Argument argmax = images_of(argmax_offset, {s.argmax_row(), s.filters, s.pooled_height()}, Type::u8);
        call(name + "_backward_weights", "image_conv2d_backward_weights", with(parameters_of(s), normalization()),
             to_string(schedules::plan_image_conv2d_backward_weights(machine_, s)),
             {rows(*source.pixels, source.elements, Type::u8), d, argmax, d_weights, d_bias});
        return;
    }
    const Argument argmax = rows(argmax_offset, s.pooled_elements(), Type::u8);
    const Parameters parameters = parameters_of(s);
    call(name + "_backward_weights", "conv2d_backward_weights", parameters,
         to_string(schedules::plan_conv2d_backward_weights(machine_, s)),
         {rows_of(layout, source), d, argmax, d_weights, d_bias});
    if (needs_source_gradient(index)) {
        call(name + "_backward_data", "conv2d_backward_data", parameters,
             to_string(schedules::plan_conv2d_backward_data(machine_, s)),
             {d, argmax, packed_shifted(index, {s.filters * s.shifted_plane()}),
              new_rows(layout, source_gradient(index))});
    }
}

void ProgramBuilder::backward(Layout &layout, const PoolOperation &operation, std::size_t index, Value &d_dst) {
    const schedules::PoolShape &s = operation.shape;
    std::vector<Argument> arguments{rows_of(layout, d_dst)};
    if (!operation.average) {
        arguments.push_back(rows(results_[index + 1].argmax, s.pooled_elements(), Type::u8));
    }
    Value &d_src = source_gradient(index);
    d_src.rows = floats_of_shard(layout, s.source_elements());
    arguments.push_back(images_of(*d_src.rows, {s.channels, s.width, s.height}, Type::f32));
    call(operations_[index].name + "_backward_data",
         operation.average ? "average_pool2d_backward_data" : "max_pool2d_backward_data", parameters_of(s),
         to_string(schedules::plan_pool2d_backward_data(machine_, s)), arguments);
}

void ProgramBuilder::backward(Layout &layout, const DenseOperation &operation, std::size_t index, Value &d_dst) {
    const auto &[inputs, units, activation] = operation;
    const auto dense_at = [&](std::size_t k) {
        return k < operations_.size() ? std::get_if<DenseOperation>(&operations_[k].kind) : nullptr;
    };
    // Between two dense layers the second one's backward data undoes the first one's activation on the way.
    if (activation != Activation::identity && dense_at(index + 1) == nullptr) {
        undo_activation(layout, index, activation, d_dst);
    }
    const Argument d = lanes_of(layout, d_dst);
    Value &source = results_[index].value;
    rows_of(layout, source); // for the weights' gradient, among the updates
    if (!needs_source_gradient(index)) {
        return;
    }
    const DenseOperation *before = index > 0 ? dense_at(index - 1) : nullptr;
    const Activation undone = before != nullptr ? before->activation : Activation::identity;
    call(operations_[index].name + "_backward_data", "dense_backward_data",
         with(parameters_of(operation), {{"src_activation", std::string(to_string(undone))}}),
         to_string(schedules::plan_dense_lanes(machine_, inputs)),
         {d, weights(index, {inputs, units}), lanes_of(layout, source), new_lanes(layout, source_gradient(index))});
}

void ProgramBuilder::backward(Layout &layout, const DropoutOperation &operation, std::size_t index, Value &d_dst) {
    // The same mask, in place; it is the same in both forms.
    const bool is_lanes = d_dst.lanes.has_value();
    const Argument d = is_lanes ? lanes_of(layout, d_dst) : rows_of(layout, d_dst);
    dropout(operations_[index].name + "_backward", operation, d_dst.elements, is_lanes, d, d);
    (is_lanes ? d_dst.rows : d_dst.lanes).reset();
    source_gradient(index) = d_dst;
}

} // namespace halenet::driver
