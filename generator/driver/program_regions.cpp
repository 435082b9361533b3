#include "generator/driver/program_builder.h"

#include "schedules/dense.h"

#include <algorithm>

namespace halenet::driver {

using schedules::ConvolutionShape;

namespace {

constexpr std::size_t alignment = 64; // bytes, of every place: a cache line and the widest vector

std::size_t aligned(std::size_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

} // namespace

std::size_t bytes_of(Type type) {
    switch (type) {
    case Type::u8:
        return 1;
    case Type::f32:
        return 4;
    case Type::f64:
        return 8;
    }
    return 0;
}

std::size_t bytes_of(const Place &place) {
    std::size_t bytes = bytes_of(place.type);
    for (const int extent : place.extents) {
        bytes *= static_cast<std::size_t>(extent);
    }
    return bytes;
}

std::size_t allocate(Area &area, std::string name, Type type, std::vector<int> extents) {
    const std::size_t offset = area.bytes;
    area.places.push_back({std::move(name), type, std::move(extents), offset});
    area.bytes += aligned(bytes_of(area.places.back()));
    return offset;
}

void ProgramBuilder::add_parameters(const Operation &operation, std::vector<int> shape, int inputs) {
    const auto add = [&](const char *kind, const std::vector<int> &extents) {
        const auto &before = program_.parameters;
        const std::size_t offset = before.empty() ? 0 : before.back().offset + before.back().count;
        // Without gaps: the canonical array is one run of floats.
        const Place place{operation.name + kind, Type::f32, extents, offset * float_bytes};
        program_.weights.places.push_back(place);
        program_.weights.bytes = aligned(place.offset + bytes_of(place));
        program_.parameters.push_back({place.name, extents, offset, bytes_of(place) / float_bytes, inputs});
        return program_.parameters.back();
    };
    const Parameter weights = add(".weights", shape);
    const Parameter bias = add(".bias", {shape.front()});
    own_.back() = {weights.offset, weights.count, bias.offset, bias.count};
}

void ProgramBuilder::plan_parameters() {
    for (const Operation &operation : operations_) {
        own_.emplace_back();
        if (const auto *conv = std::get_if<ConvolutionOperation>(&operation.kind)) {
            const ConvolutionShape &s = conv->shape;
            add_parameters(operation, {s.filters, s.kernel, s.kernel, s.channels}, s.kernel * s.filter_row());
        } else if (const auto *dense = std::get_if<DenseOperation>(&operation.kind)) {
            add_parameters(operation, {dense->units, dense->inputs}, dense->inputs);
        }
    }
    program_.packed = allocate(program_.weights, "what the region holds (halenet_packed)", Type::u8, {8});
    if (trains_) {
        state_ = allocate_state(program_.state, 0, static_cast<int>(description::parameter_count(model_)));
        program_.gradients = state_.gradients;
        program_.moment1 = state_.moment1;
        program_.moment2 = state_.moment2;
        program_.powers = state_.powers;
    }
}

ProgramBuilder::OptimizerState ProgramBuilder::allocate_state(Area &area, std::size_t first, int count) {
    OptimizerState state{.first = first};
    state.gradients = allocate(area, "gradients", Type::f32, {count});
    state.moment1 = allocate(area, "first moments, or velocities", Type::f32, {count});
    state.moment2 = allocate(area, "second moments", Type::f32, {count});
    state.powers = allocate(area, "powers of the betas", Type::f64, {2});
    state.rates = allocate(area, "rates", Type::f32, {rate_count});
    return state;
}

void ProgramBuilder::plan_packed() {
    Area &area = program_.weights;
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        packed_.emplace_back();
        const std::string &name = operations_[k].name;
        if (const auto *dense = std::get_if<DenseOperation>(&operations_[k].kind)) {
            packed_[k].rows = allocate(area, name + " packed for few images", Type::f32,
                                       {dense->inputs + 1, schedules::padded_units(dense->units)});
        }
        const auto *conv = std::get_if<ConvolutionOperation>(&operations_[k].kind);
        if (conv == nullptr || conv->reads_pixels) {
            continue;
        }
        const ConvolutionShape &s = conv->shape;
        packed_[k].forward =
            allocate(area, name + " packed for forward", Type::f32, {s.packed_rows(), s.packed_filters()});
        if (needs_source_gradient(k)) {
            packed_[k].shifted = allocate(area, name + " packed for backward data", Type::f32,
                                          {s.filters, s.shifted_rows(), s.patch_row()});
        }
    }
}

bool ProgramBuilder::needs_source_gradient(std::size_t index, std::size_t first_learning) const {
    const auto learns = [](const Own &own) { return own.count() > 0; };
    return trains_ && std::any_of(own_.begin() + static_cast<std::ptrdiff_t>(first_learning),
                                  own_.begin() + static_cast<std::ptrdiff_t>(index), learns);
}

} // namespace halenet::driver
