#include "generator/driver/program_builder.h"

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

namespace {

constexpr std::size_t alignment = 64; // bytes, of every tensor: a cache line and the widest vector

std::size_t aligned(std::size_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

} // namespace

std::size_t allocate(std::size_t &region_bytes, std::size_t bytes) {
    const std::size_t offset = region_bytes;
    region_bytes += aligned(bytes);
    return offset;
}

Parameters parameters_of(const ConvolutionShape &s) {
    return {{"channels", std::to_string(s.channels)}, {"width", std::to_string(s.width)},
            {"height", std::to_string(s.height)},     {"filters", std::to_string(s.filters)},
            {"kernel", std::to_string(s.kernel)},     {"same", flag(s.same)},
            {"pool", std::to_string(s.pool)}};
}

Parameters with(Parameters base, const Parameters &more) {
    base.insert(more.begin(), more.end());
    return base;
}

std::string flag(bool value) {
    return value ? "true" : "false";
}

ProgramBuilder::ProgramBuilder(const description::ModelDescription &model, const schedules::Machine &machine)
    : input_(std::get<description::Input>(model.layers.front().operation)), operations_(plan_operations(model)),
      machine_(machine), classes_(model.layers.back().output.channels) {}

Program ProgramBuilder::build() {
    plan_parameters();
    plan_classify();
    plan_evaluate();
    plan_train();
    plan_updates();
    plan_pack();
    return std::move(program_);
}

void ProgramBuilder::plan_parameters() {
    std::size_t offset = 0;
    const auto add = [&](const std::string &name, std::vector<int> shape, int inputs) {
        std::size_t count = 1;
        for (const int extent : shape) {
            count *= static_cast<std::size_t>(extent);
        }
        program_.parameters.push_back({name, std::move(shape), offset, count, inputs});
        offset += count;
    };
    for (const Operation &operation : operations_) {
        if (const auto *conv = std::get_if<FusedConvolution>(&operation.kind)) {
            const ConvolutionShape &s = conv->shape;
            const int inputs = s.kernel * s.filter_row();
            add(operation.name + ".weights", {s.filters, s.kernel, s.kernel, s.channels}, inputs);
            add(operation.name + ".bias", {s.filters}, inputs);
        } else {
            const auto &dense = std::get<DenseOperation>(operation.kind);
            add(operation.name + ".weights", {dense.units, dense.inputs}, dense.inputs);
            add(operation.name + ".bias", {dense.units}, dense.inputs);
        }
    }
    allocate(program_.weights_bytes, offset * float_bytes);
    for (const Operation &operation : operations_) {
        const auto *conv = std::get_if<FusedConvolution>(&operation.kind);
        Packed packed;
        if (conv != nullptr && &operation != &operations_.front()) {
            const ConvolutionShape &s = conv->shape;
            const auto floats = [](int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); };
            packed.forward =
                allocate(program_.weights_bytes, floats(s.packed_filters(), s.packed_rows()) * float_bytes);
            packed.shifted = allocate(program_.weights_bytes, floats(s.filters, s.shifted_plane()) * float_bytes);
        }
        packed_.push_back(packed);
    }
    program_.gradients = allocate(program_.state_bytes, offset * float_bytes);
    program_.moment1 = allocate(program_.state_bytes, offset * float_bytes);
    program_.moment2 = allocate(program_.state_bytes, offset * float_bytes);
    program_.powers = allocate(program_.state_bytes, 2 * sizeof(double));
    rates_ = allocate(program_.state_bytes, 6 * float_bytes);
}

int ProgramBuilder::view(Region region, Type type, std::size_t offset, std::vector<Dimension> dimensions) {
    View wanted{region, type, offset, std::move(dimensions)};
    auto &views = program_.views;
    const auto found = std::find(views.begin(), views.end(), wanted);
    if (found != views.end()) {
        return static_cast<int>(found - views.begin());
    }
    views.push_back(std::move(wanted));
    return static_cast<int>(views.size()) - 1;
}

std::vector<Dimension> ProgramBuilder::dense_dimensions(std::initializer_list<int> extents) {
    std::vector<Dimension> dimensions;
    int stride = 1;
    for (const int extent : extents) {
        dimensions.push_back({extent, stride});
        stride *= extent;
    }
    return dimensions;
}

Argument ProgramBuilder::rows(std::size_t offset, int elements, Type type) {
    return {true, view(Region::shard, type, offset, {{elements, 1}, {images_extent, elements}})};
}

Argument ProgramBuilder::lanes(std::size_t offset, int elements) {
    return {true, view(Region::shard, Type::f32, offset, dense_dimensions({shard_images, elements}))};
}

Argument ProgramBuilder::per_image(std::size_t offset, int extent, Type type) {
    return {true, view(Region::shard, type, offset, {{extent, 1}})};
}

Argument ProgramBuilder::pooled(std::size_t offset, const ConvolutionShape &s, Type type) {
    auto dimensions = dense_dimensions({s.filters, s.pooled_width(), s.pooled_height()});
    dimensions.push_back({images_extent, s.pooled_elements()});
    return {true, view(Region::shard, type, offset, std::move(dimensions))};
}

Argument ProgramBuilder::canonical(Region region, std::size_t start, std::size_t first,
                                   std::initializer_list<int> extents) {
    return {true, view(region, Type::f32, start + first * float_bytes, dense_dimensions(extents))};
}

Argument ProgramBuilder::weights(const Operation &operation, std::initializer_list<int> extents) {
    return canonical(Region::weights, 0, program_.parameters[operation.weights].offset, extents);
}

Argument ProgramBuilder::bias(const Operation &operation, int extent) {
    return canonical(Region::weights, 0, program_.parameters[operation.weights + 1].offset, {extent});
}

Argument ProgramBuilder::scalar(Scalar value) {
    return {false, 0, value};
}

void ProgramBuilder::call(const std::string &name, const std::string &generator, const Parameters &parameters,
                          const std::string &plan, std::vector<Argument> arguments) {
    auto &kernels = program_.kernels;
    const auto found = std::find_if(kernels.begin(), kernels.end(), [&](const Kernel &kernel) {
        return kernel.generator == generator && kernel.parameters == parameters;
    });
    const int index = static_cast<int>(found - kernels.begin());
    if (found == kernels.end()) {
        kernels.push_back({name, generator, parameters, plan});
    }
    program_.calls.push_back({index, std::move(arguments)});
}

Range ProgramBuilder::calls_since(int first) const {
    return {first, static_cast<int>(program_.calls.size()) - first};
}

int ProgramBuilder::next_call() const {
    return static_cast<int>(program_.calls.size());
}

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

Program plan_program(const description::ModelDescription &model, const schedules::Machine &machine) {
    return ProgramBuilder(model, machine).build();
}

} // namespace halenet::driver
