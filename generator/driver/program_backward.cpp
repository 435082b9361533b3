#include "generator/driver/program_builder.h"

#include "schedules/augment.h"
#include "schedules/convolution.h"
#include "schedules/dense.h"
#include "schedules/elementwise.h"
#include "schedules/pool.h"

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

ProgramBuilder::Learning ProgramBuilder::plan_train() {
    const int first = next_call();
    Learning training = forward_to_loss(program_.train_layout, Pass::train);
    training.state = state_;
    backward(training);
    program_.train = calls_since(first);
    return training;
}

void ProgramBuilder::backward(Learning &learning) {
    learning.of_shards.assign(operations_.size(), 0);
    for (std::size_t k = operations_.size(); k-- > learning.first;) {
        if (own_[k].count() > 0 || needs_source_gradient(k, learning.first)) {
            std::visit([&](const auto &kind) { backward(learning, kind, k); }, operations_[k].kind);
        }
    }
}

void ProgramBuilder::plan_augment() {
    const int first = next_call();
    Layout &layout = program_.train_layout;
    const description::Shape &shape = input_.shape;
    const int elements = static_cast<int>(shape.elements());
    layout.originals = allocate(layout, "pixels before augmentation", Type::u8, {layout.images, elements});
    call("augment", "augment",
         {{"channels", std::to_string(shape.channels)},
          {"width", std::to_string(shape.width)},
          {"height", std::to_string(shape.height)}},
         schedules::space_of(schedules::plan_augment(machine_, shape.channels * shape.width), machine_,
                             shape.channels * shape.width),
         {rows(layout.originals, elements, Type::u8), scalar(Scalar::augment_pixels), scalar(Scalar::augment_degrees),
          scalar(Scalar::first_image), scalar(Scalar::key_low), scalar(Scalar::key_high),
          rows(layout.pixels, elements, Type::u8)});
    program_.augment = calls_since(first);
}

void ProgramBuilder::undo_activation(Learning &learning, std::size_t index, Activation activation) {
    Layout &layout = learning.layout;
    Value &result = learning.results[index + 1].value, &d_dst = learning.gradients[index + 1];
    const bool is_lanes = d_dst.lanes.has_value();
    if (is_lanes) {
        lanes_of(layout, result);
    }
    const int elements = is_lanes ? shard_images * result.elements : result.elements;
    const Argument d = is_lanes ? lanes_as_row(*d_dst.lanes, result.elements) : rows_of(layout, d_dst);
    const Argument dst = is_lanes ? lanes_as_row(*result.lanes, result.elements) : rows_of(layout, result);
    call(operations_[index].name + "_activation_backward", "activation_backward",
         {{"elements", std::to_string(elements)}, {"activation", std::string(to_string(activation))}},
         schedules::space_of(schedules::plan_elementwise(machine_, elements), machine_, elements), {d, dst, d});
    // Another form would still hold what was before.
    (is_lanes ? d_dst.rows : d_dst.lanes).reset();
}

void ProgramBuilder::backward(Learning &learning, const ConvolutionOperation &operation, std::size_t index) {
    Layout &layout = learning.layout;
    const ConvolutionShape &s = operation.shape;
    const std::string &name = operations_[index].name;
    Value &source = learning.results[index].value;
    // A closed ReLU shows in the argmax.
    if (operation.activation == Activation::tanh) {
        undo_activation(learning, index, operation.activation);
    }
    const Argument d = rows_of(layout, learning.gradients[index + 1]);
    const std::size_t gradients = learning.of_shards[index] =
        allocate(layout, "gradients of " + name, Type::f32, {static_cast<int>(own_[index].count())});
    const Argument d_weights = canonical(Region::shard, gradients, 0, {s.filter_row(), s.kernel, s.filters});
    const Argument d_bias = canonical(Region::shard, gradients, own_[index].weight_count, {s.filters});
    const std::size_t argmax_offset = learning.results[index + 1].argmax;
    if (operation.reads_pixels) {
        const Argument argmax = images_of(argmax_offset, {s.argmax_row(), s.filters, s.pooled_height()}, Type::u8);
        call(name + "_backward_weights", "image_conv2d_backward_weights", with(parameters_of(s), normalization()),
             schedules::space_of(schedules::plan_image_conv2d_backward_weights(machine_, s), machine_, s),
             {rows(*source.pixels, source.elements, Type::u8), d, argmax, d_weights, d_bias});
        return;
    }
    const Argument argmax = rows(argmax_offset, s.pooled_elements(), Type::u8);
    const Parameters parameters = parameters_of(s);
    call(name + "_backward_weights", "conv2d_backward_weights", parameters,
         schedules::space_of(schedules::plan_conv2d_backward_weights(machine_, s), machine_, s),
         {rows_of(layout, source), d, argmax, d_weights, d_bias});
    if (needs_source_gradient(index, learning.first)) {
        call(name + "_backward_data", "conv2d_backward_data", parameters,
             schedules::space_of(schedules::plan_conv2d_backward_data(machine_, s), machine_, s),
             {d, argmax, packed_shifted(index, {s.filters * s.shifted_plane()}),
              new_rows(layout, learning.gradients[index])});
    }
}

void ProgramBuilder::backward(Learning &learning, const PoolOperation &operation, std::size_t index) {
    Layout &layout = learning.layout;
    const schedules::PoolShape &s = operation.shape;
    std::vector<Argument> arguments{rows_of(layout, learning.gradients[index + 1])};
    if (!operation.average) {
        arguments.push_back(rows(learning.results[index + 1].argmax, s.pooled_elements(), Type::u8));
    }
    Value &d_src = learning.gradients[index];
    place_rows(layout, d_src);
    arguments.push_back(images_of(*d_src.rows, {s.channels, s.width, s.height}, Type::f32));
    const schedules::PoolLoops loops = backward_data_loops(s);
    call(operations_[index].name + "_backward_data",
         operation.average ? "average_pool2d_backward_data" : "max_pool2d_backward_data", parameters_of(s),
         schedules::space_of(schedules::plan_pool2d(machine_, loops), machine_, loops), arguments);
}

void ProgramBuilder::backward(Learning &learning, const DenseOperation &operation, std::size_t index) {
    Layout &layout = learning.layout;
    const auto &[inputs, units, activation] = operation;
    const auto dense_at = [&](std::size_t k) {
        return k < operations_.size() ? std::get_if<DenseOperation>(&operations_[k].kind) : nullptr;
    };
    // Between two dense layers the second one's backward data undoes the first one's activation on the way.
    if (activation != Activation::identity && dense_at(index + 1) == nullptr) {
        undo_activation(learning, index, activation);
    }
    const Argument d = lanes_of(layout, learning.gradients[index + 1]);
    Value &source = learning.results[index].value;
    rows_of(layout, source); // for the weights' gradient, among the updates
    if (!needs_source_gradient(index, learning.first)) {
        return;
    }
    const DenseOperation *before = index > 0 ? dense_at(index - 1) : nullptr;
    const Activation undone = before != nullptr ? before->activation : Activation::identity;
    call(operations_[index].name + "_backward_data", "dense_backward_data",
         with(parameters_of(operation), {{"src_activation", std::string(to_string(undone))}}),
         schedules::space_of(schedules::plan_dense_lanes(machine_, inputs, units), machine_, inputs, units),
         {d, weights(index, {inputs, units}), lanes_of(layout, source), new_lanes(layout, learning.gradients[index])});
}

void ProgramBuilder::backward(Learning &learning, const DropoutOperation &operation, std::size_t index) {
    Value &d_dst = learning.gradients[index + 1];
    if (learning.pass == Pass::train) {
        // The same mask, in place; it is the same in both forms.
        const bool is_lanes = d_dst.lanes.has_value();
        const Argument d = is_lanes ? lanes_of(learning.layout, d_dst) : rows_of(learning.layout, d_dst);
        dropout(operations_[index].name + "_backward", operation, d_dst.elements, is_lanes, d, d);
        (is_lanes ? d_dst.rows : d_dst.lanes).reset();
    }
    learning.gradients[index] = d_dst;
}

} // namespace halenet::driver
