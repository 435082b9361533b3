#include "generator/driver/program_builder.h"

#include "schedules/dense.h"
#include "schedules/elementwise.h"

#include <algorithm>

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

std::size_t ProgramBuilder::convolution_parameters(const Operation &operation) const {
    return program_.parameters[operation.weights].count + program_.parameters[operation.weights + 1].count;
}

void ProgramBuilder::plan_updates() {
    const int first = next_call();
    const Argument powers{true, view(Region::state, Type::f64, program_.powers, {{2, 1}})};
    call("adam_rates", "adam_rates", {}, "unrolled",
         {powers, scalar(Scalar::learning_rate), scalar(Scalar::beta1), scalar(Scalar::beta2), powers, rates_view()});
    program_.rates = calls_since(first);
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        if (std::holds_alternative<FusedConvolution>(operations_[k].kind)) {
            update_convolution(k);
        } else {
            update_dense(k);
        }
    }
}

Argument ProgramBuilder::rates_view() {
    return {true, view(Region::state, Type::f32, rates_, {{6, 1}})};
}

void ProgramBuilder::adam(std::size_t first, std::size_t count) {
    const int extent = static_cast<int>(count);
    const Argument w = canonical(Region::weights, 0, first, {extent});
    const Argument g = canonical(Region::state, program_.gradients, first, {extent});
    const Argument m = canonical(Region::state, program_.moment1, first, {extent});
    const Argument v = canonical(Region::state, program_.moment2, first, {extent});
    call("adam", "adam", {}, to_string(schedules::plan_elementwise(machine_, 0)),
         {w, g, m, v, rates_view(), scalar(Scalar::epsilon), w, m, v});
}

void ProgramBuilder::update_convolution(std::size_t index) {
    const Operation &operation = operations_[index];
    const std::size_t first = program_.parameters[operation.weights].offset, count = convolution_parameters(operation);
    const int first_call = next_call();
    const Argument shards{true, view(Region::shard, Type::f32, convolution_gradients_[index],
                                     {{static_cast<int>(count), 1}, {shards_extent, 0}})};
    call("sum_shards", "sum_shards", {}, to_string(schedules::plan_elementwise(machine_, 0)),
         {shards, canonical(Region::state, program_.gradients, first, {static_cast<int>(count)})});
    adam(first, count);
    pack(index);
    program_.updates[0].push_back(calls_since(first_call));
}

void ProgramBuilder::update_dense(std::size_t index) {
    const Operation &operation = operations_[index];
    const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
    const auto plan = schedules::plan_dense_backward_weights(machine_, inputs, units);
    const std::size_t block_bytes =
        static_cast<std::size_t>(plan.units) * static_cast<std::size_t>(inputs) * float_bytes;
    const int run = plan.units * std::max(1, static_cast<int>(20'000 / block_bytes));
    for (int first = 0; first < units;) {
        // A rest smaller than a block joins the run before it.
        const int count = units - first - run < plan.units ? units - first : run;
        update_dense_units(index, first, count, to_string(plan));
        first += count;
    }
}

void ProgramBuilder::update_dense_units(std::size_t index, int first, int count, const std::string &plan) {
    const Operation &operation = operations_[index];
    const auto &[inputs, units, relu] = std::get<DenseOperation>(operation.kind);
    const std::size_t weights_first = program_.parameters[operation.weights].offset +
                                      static_cast<std::size_t>(first) * static_cast<std::size_t>(inputs);
    const std::size_t bias_first = program_.parameters[operation.weights + 1].offset + static_cast<std::size_t>(first);
    const std::size_t d_dst = d_dst_[index] + static_cast<std::size_t>(first * shard_images) * float_bytes;
    const int first_call = next_call();
    const Argument src{true, view(Region::shard, Type::f32, inputs_[index].rows,
                                  {{inputs, 1}, {shard_images, inputs}, {shards_extent, 0}})};
    const Argument d{
        true, view(Region::shard, Type::f32, d_dst, {{shard_images, 1}, {count, shard_images}, {shards_extent, 0}})};
    call(operation.name + "_backward_weights", "dense_backward_weights",
         {{"inputs", std::to_string(inputs)}, {"units", std::to_string(units)}}, plan,
         {src, d, scalar(Scalar::batch), canonical(Region::state, program_.gradients, weights_first, {inputs, count}),
          canonical(Region::state, program_.gradients, bias_first, {count})});
    adam(weights_first, static_cast<std::size_t>(count) * static_cast<std::size_t>(inputs));
    adam(bias_first, static_cast<std::size_t>(count));
    program_.updates[0].push_back(calls_since(first_call));
}

Argument ProgramBuilder::packed_forward(std::size_t index, const ConvolutionShape &s) {
    return canonical(Region::weights, packed_[index].forward, 0, {s.packed_filters(), s.packed_rows()});
}

Argument ProgramBuilder::packed_shifted(std::size_t index, std::initializer_list<int> extents) {
    return canonical(Region::weights, packed_[index].shifted, 0, extents);
}

void ProgramBuilder::pack(std::size_t index) {
    const Operation &operation = operations_[index];
    const auto *conv = std::get_if<FusedConvolution>(&operation.kind);
    if (conv == nullptr || index == 0) {
        return;
    }
    const ConvolutionShape &s = conv->shape;
    call(operation.name + "_pack_forward", "conv2d_pack_forward", parameters_of(s),
         to_string(schedules::plan_elementwise(machine_, s.packed_filters())),
         {weights(operation, {s.packed_rows() - 1, s.filters}), bias(operation, s.filters), packed_forward(index, s)});
    call(operation.name + "_pack_backward", "conv2d_pack_backward", parameters_of(s),
         to_string(schedules::plan_elementwise(machine_, s.shifted_pitch())),
         {weights(operation, {s.filter_row(), s.kernel, s.filters}),
          packed_shifted(index, {s.shifted_pitch(), s.shifted_rows(), s.filters})});
}

void ProgramBuilder::plan_pack() {
    const int first = next_call();
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        pack(k);
    }
    program_.pack = calls_since(first);
}

} // namespace halenet::driver
