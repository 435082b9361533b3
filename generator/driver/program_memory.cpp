#include "generator/driver/program_builder.h"

#include "schedules/dense.h"

#include <algorithm>
#include <charconv>
#include <iterator>

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
    return {{"channels", std::to_string(s.channels)},
            {"width", std::to_string(s.width)},
            {"height", std::to_string(s.height)},
            {"filters", std::to_string(s.filters)},
            {"kernel", std::to_string(s.kernel)},
            {"stride", std::to_string(s.stride)},
            {"same", flag(s.same)},
            {"pool", std::to_string(s.pool)}};
}

Parameters parameters_of(const schedules::PoolShape &s) {
    return {{"channels", std::to_string(s.channels)},
            {"width", std::to_string(s.width)},
            {"height", std::to_string(s.height)},
            {"size", std::to_string(s.size)},
            {"stride", std::to_string(s.stride)}};
}

Parameters parameters_of(const DenseOperation &dense) {
    return {{"inputs", std::to_string(dense.inputs)}, {"units", std::to_string(dense.units)}};
}

Parameters with(Parameters base, const Parameters &more) {
    base.insert(more.begin(), more.end());
    return base;
}

std::string flag(bool value) {
    return value ? "true" : "false";
}

std::string exact(double value) {
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
    return {std::begin(text), end};
}

ProgramBuilder::ProgramBuilder(const description::ModelDescription &model, const schedules::Machine &machine)
    : model_(model), input_(std::get<description::Input>(model.layers.front().operation)),
      operations_(plan_operations(model)), machine_(machine), classes_(model.layers.back().output.channels) {}

Program ProgramBuilder::build() {
    plan_parameters();
    plan_packed();
    plan_classify();
    plan_evaluate();
    plan_train();
    plan_augment();
    plan_rates();
    plan_updates(Optimizer::adam);
    plan_updates(Optimizer::sgd);
    plan_pack();
    plan_pack_few();
    for (const Operation &operation : operations_) {
        program_.paths.push_back({operation.name, operation.fused, operation.why});
    }
    return std::move(program_);
}

void ProgramBuilder::add_parameters(const Operation &operation, std::vector<int> shape, int inputs) {
    const auto add = [&](const char *kind, const std::vector<int> &extents) {
        const auto &before = program_.parameters;
        const std::size_t offset = before.empty() ? 0 : before.back().offset + before.back().count;
        std::size_t count = 1;
        for (const int extent : extents) {
            count *= static_cast<std::size_t>(extent);
        }
        program_.parameters.push_back({operation.name + kind, extents, offset, count, inputs});
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
    const std::size_t bytes = static_cast<std::size_t>(description::parameter_count(model_)) * float_bytes;
    allocate(program_.weights_bytes, bytes);
    program_.gradients = allocate(program_.state_bytes, bytes);
    program_.moment1 = allocate(program_.state_bytes, bytes);
    program_.moment2 = allocate(program_.state_bytes, bytes);
    program_.powers = allocate(program_.state_bytes, 2 * sizeof(double));
    rates_ = allocate(program_.state_bytes, rate_count * float_bytes);
}

void ProgramBuilder::plan_packed() {
    const auto floats = [](int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); };
    for (std::size_t k = 0; k < operations_.size(); ++k) {
        packed_.emplace_back();
        if (const auto *dense = std::get_if<DenseOperation>(&operations_[k].kind)) {
            packed_[k].rows = allocate(program_.weights_bytes,
                                       floats(schedules::padded_units(dense->units), dense->inputs + 1) * float_bytes);
        }
        const auto *conv = std::get_if<ConvolutionOperation>(&operations_[k].kind);
        if (conv == nullptr || conv->reads_pixels) {
            continue;
        }
        const ConvolutionShape &s = conv->shape;
        packed_[k].forward =
            allocate(program_.weights_bytes, floats(s.packed_filters(), s.packed_rows()) * float_bytes);
        if (needs_source_gradient(k)) {
            packed_[k].shifted = allocate(program_.weights_bytes, floats(s.filters, s.shifted_plane()) * float_bytes);
        }
    }
    program_.few_packed = allocate(program_.weights_bytes, sizeof(std::uint32_t));
}

bool ProgramBuilder::needs_source_gradient(std::size_t index) const {
    return std::any_of(own_.begin(), own_.begin() + static_cast<std::ptrdiff_t>(index),
                       [](const Own &own) { return own.count() > 0; });
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

Argument ProgramBuilder::lanes_as_row(std::size_t offset, int elements) {
    const int all = shard_images * elements;
    return {true, view(Region::shard, Type::f32, offset, {{all, 1}, {1, all}})};
}

Argument ProgramBuilder::per_image(std::size_t offset, int extent, Type type) {
    return {true, view(Region::shard, type, offset, {{extent, 1}})};
}

Argument ProgramBuilder::images_of(std::size_t offset, std::initializer_list<int> extents, Type type) {
    auto dimensions = dense_dimensions(extents);
    dimensions.push_back({images_extent, dimensions.back().extent * dimensions.back().stride});
    return {true, view(Region::shard, type, offset, std::move(dimensions))};
}

Argument ProgramBuilder::canonical(Region region, std::size_t start, std::size_t first,
                                   std::initializer_list<int> extents) {
    return {true, view(region, Type::f32, start + first * float_bytes, dense_dimensions(extents))};
}

Argument ProgramBuilder::weights(std::size_t index, std::initializer_list<int> extents) {
    return canonical(Region::weights, 0, own_[index].weights, extents);
}

Argument ProgramBuilder::bias(std::size_t index) {
    return canonical(Region::weights, 0, own_[index].bias, {static_cast<int>(own_[index].bias_count)});
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
        // Layers may be called c1 and c1_pack: a kernel of one could bear the name of a kernel of the other.
        const auto is_taken = [&](const std::string &candidate) {
            return std::any_of(kernels.begin(), kernels.end(),
                               [&](const Kernel &kernel) { return kernel.name == candidate; });
        };
        std::string unique = name;
        for (int number = 2; is_taken(unique); ++number) {
            unique = name + "_" + std::to_string(number);
        }
        kernels.push_back({unique, generator, parameters, plan});
    }
    program_.calls.push_back({index, std::move(arguments)});
}

Range ProgramBuilder::calls_since(int first) const {
    return {first, static_cast<int>(program_.calls.size()) - first};
}

int ProgramBuilder::next_call() const {
    return static_cast<int>(program_.calls.size());
}

std::size_t ProgramBuilder::floats_of_shard(Layout &layout, int elements) {
    return allocate(layout.bytes,
                    static_cast<std::size_t>(shard_images) * static_cast<std::size_t>(elements) * float_bytes);
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
