#include "generator/driver/program_builder.h"

#include "schedules/dense.h"
#include "schedules/elementwise.h"

#include <algorithm>
#include <utility>

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

int ProgramBuilder::weights_kernel(std::size_t index) {
    const auto &dense = std::get<DenseOperation>(operations_[index].kind);
    return kernel(operations_[index].name + "_backward_weights", "dense_backward_weights", parameters_of(dense),
                  schedules::space_of(schedules::plan_dense_backward_weights(machine_, dense.inputs, dense.units),
                                      machine_, dense.inputs, dense.units));
}

std::vector<std::pair<int, int>> ProgramBuilder::runs_of_units(std::size_t index) {
    const auto &dense = std::get<DenseOperation>(operations_[index].kind);
    schedules::DenseWeightsPlan plan;
    set_values(knobs_of(plan, machine_, dense.inputs, dense.units),
               program_.kernels[static_cast<std::size_t>(weights_kernel(index))].plan);
    // Whole register blocks, as many as have about the bytes that the settings tell.
    const std::size_t block_bytes =
        static_cast<std::size_t>(plan.units) * static_cast<std::size_t>(dense.inputs) * float_bytes;
    const std::size_t run_bytes = 1000 * static_cast<std::size_t>(settings_.run_kilobytes);
    const int run = plan.units * std::max(1, static_cast<int>(run_bytes / block_bytes));
    std::vector<std::pair<int, int>> runs;
    for (int first = 0; first < dense.units; first += runs.back().second) {
        // A rest smaller than a block joins the run before it.
        runs.emplace_back(first, dense.units - first - run < plan.units ? dense.units - first : run);
    }
    return runs;
}

Range ProgramBuilder::plan_rates(const OptimizerState &state) {
    const int first = next_call();
    const Argument powers{true, view(Region::state, Type::f64, state.powers, {{2, 1}})};
    call("adam_rates", "adam_rates", {}, {},
         {powers, scalar(Scalar::learning_rate), scalar(Scalar::beta1), scalar(Scalar::beta2),
          scalar(Scalar::weight_decay), powers, rates_view(state)});
    return calls_since(first);
}

std::vector<Range> ProgramBuilder::plan_updates(const Learning &learning, Optimizer optimizer) {
    std::vector<Range> updates;
    for (std::size_t k = learning.first; k < operations_.size(); ++k) {
        if (std::holds_alternative<ConvolutionOperation>(operations_[k].kind)) {
            updates.push_back(update_convolution(learning, optimizer, k));
        } else if (std::holds_alternative<DenseOperation>(operations_[k].kind)) {
            for (const auto &[first, count] : runs_of_units(k)) {
                updates.push_back(update_dense(learning, optimizer, k, first, count));
            }
        }
    }
    return updates;
}

Argument ProgramBuilder::rates_view(const OptimizerState &state) {
    return {true, view(Region::state, Type::f32, state.rates, {{rate_count, 1}})};
}

void ProgramBuilder::update(const OptimizerState &state, Optimizer optimizer, std::size_t first, std::size_t count) {
    const int extent = static_cast<int>(count);
    const std::size_t at = first - state.first;
    const Argument w = canonical(Region::weights, 0, first, {extent});
    const Argument g = canonical(Region::state, state.gradients, at, {extent});
    const Argument m = canonical(Region::state, state.moment1, at, {extent});
    const Argument v = canonical(Region::state, state.moment2, at, {extent});
    const schedules::Space space = schedules::space_of(schedules::plan_elementwise(machine_, 0), machine_, 0);
    switch (optimizer) {
    case Optimizer::adam:
        call("adam", "adam", {}, space, {w, g, m, v, rates_view(state), scalar(Scalar::epsilon), w, m, v});
        break;
    case Optimizer::sgd: // its velocity lies where Adam has the first moment
        call("sgd", "sgd", {}, space,
             {w, g, m, scalar(Scalar::learning_rate), scalar(Scalar::momentum), scalar(Scalar::weight_decay), w, m});
        break;
    }
}

Range ProgramBuilder::update_convolution(const Learning &learning, Optimizer optimizer, std::size_t index) {
    const Own &own = own_[index];
    const OptimizerState &state = learning.state;
    const int count = static_cast<int>(own.count());
    const int first_call = next_call();
    const Argument shards{true,
                          view(Region::shard, Type::f32, learning.of_shards[index], {{count, 1}, {shards_extent, 0}})};
    call("sum_shards", "sum_shards", {}, schedules::space_of(schedules::plan_elementwise(machine_, 0), machine_, 0),
         {shards, canonical(Region::state, state.gradients, own.weights - state.first, {count})});
    update(state, optimizer, own.weights, own.count());
    pack(index);
    return calls_since(first_call);
}

Range ProgramBuilder::update_dense(const Learning &learning, Optimizer optimizer, std::size_t index, int first,
                                   int count) {
    const auto &dense = std::get<DenseOperation>(operations_[index].kind);
    const int inputs = dense.inputs;
    const OptimizerState &state = learning.state;
    const std::size_t weights_first =
        own_[index].weights + static_cast<std::size_t>(first) * static_cast<std::size_t>(inputs);
    const std::size_t bias_first = own_[index].bias + static_cast<std::size_t>(first);
    const std::size_t d_dst =
        *learning.gradients[index + 1].lanes + static_cast<std::size_t>(first * shard_images) * float_bytes;
    const int first_call = next_call();
    const Argument src{true, view(Region::shard, Type::f32, *learning.results[index].value.rows,
                                  {{inputs, 1}, {shard_images, inputs}, {shards_extent, 0}})};
    const Argument d{
        true, view(Region::shard, Type::f32, d_dst, {{shard_images, 1}, {count, shard_images}, {shards_extent, 0}})};
    program_.calls.push_back({weights_kernel(index),
                              {src, d, scalar(Scalar::batch),
                               canonical(Region::state, state.gradients, weights_first - state.first, {inputs, count}),
                               canonical(Region::state, state.gradients, bias_first - state.first, {count})}});
    update(state, optimizer, weights_first, static_cast<std::size_t>(count) * static_cast<std::size_t>(inputs));
    update(state, optimizer, bias_first, static_cast<std::size_t>(count));
    return calls_since(first_call);
}

Argument ProgramBuilder::packed_forward(std::size_t index, const ConvolutionShape &s) {
    return canonical(Region::weights, packed_[index].forward, 0, {s.packed_filters(), s.packed_rows()});
}

Argument ProgramBuilder::packed_shifted(std::size_t index, std::initializer_list<int> extents) {
    return canonical(Region::weights, packed_[index].shifted, 0, extents);
}

void ProgramBuilder::pack(std::size_t index) {
    const auto *conv = std::get_if<ConvolutionOperation>(&operations_[index].kind);
    if (conv == nullptr || conv->reads_pixels) {
        return;
    }
    const ConvolutionShape &s = conv->shape;
    const std::string &name = operations_[index].name;
    const Parameters parameters = parameters_of(s);
    call(name + "_pack_forward", "conv2d_pack_forward", parameters,
         schedules::space_of(schedules::plan_elementwise(machine_, s.packed_filters()), machine_, s.packed_filters()),
         {weights(index, {s.packed_rows() - 1, s.filters}), bias(index), packed_forward(index, s)});
    if (needs_source_gradient(index)) {
        call(name + "_pack_backward", "conv2d_pack_backward", parameters,
             schedules::space_of(schedules::plan_elementwise(machine_, s.patch_row()), machine_, s.patch_row()),
             {weights(index, {s.filter_row(), s.kernel, s.filters}),
              packed_shifted(index, {s.patch_row(), s.shifted_rows(), s.filters})});
    }
}

Argument ProgramBuilder::packed_rows(std::size_t index, const DenseOperation &dense) {
    return canonical(Region::weights, packed_[index].rows, 0, {schedules::padded_units(dense.units), dense.inputs + 1});
}

void ProgramBuilder::plan_pack_few() {
    const int first = next_call();
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        if (const auto *dense = std::get_if<DenseOperation>(&operations_[k].kind)) {
            call(operations_[k].name + "_pack_rows", "dense_pack_rows", parameters_of(*dense),
                 schedules::space_of(schedules::plan_elementwise(machine_, schedules::padded_units(dense->units)),
                                     machine_, schedules::padded_units(dense->units)),
                 {weights(k, {dense->inputs, dense->units}), bias(k), packed_rows(k, *dense)});
        }
    }
    program_.pack_few = calls_since(first);
}

void ProgramBuilder::plan_pack() {
    const int first = next_call();
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        pack(k);
    }
    program_.pack = calls_since(first);
}

} // namespace halenet::driver
