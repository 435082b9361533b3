#include "generator/driver/program_builder.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>

namespace halenet::driver {

using description::shard_images;
using schedules::ConvolutionShape;

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

ProgramBuilder::ProgramBuilder(const description::ModelDescription &model, const schedules::Machine &machine, Use use,
                               PlanChooser choose)
    : model_(model), input_(std::get<description::Input>(model.layers.front().operation)),
      operations_(plan_operations(model)), machine_(machine), choose_(std::move(choose)), trains_(use == Use::train),
      classes_(model.layers.back().output.channels) {}

Program ProgramBuilder::build() {
    plan_settings();
    plan_parameters();
    plan_packed();
    plan_classify();
    plan_one();
    if (trains_) {
        plan_adapt(plan_evaluate());
        const Learning training = plan_train();
        plan_augment();
        program_.rates = plan_rates(training.state);
        for (const Optimizer optimizer : {Optimizer::adam, Optimizer::sgd}) {
            program_.updates.at(static_cast<std::size_t>(optimizer)) = plan_updates(training, optimizer);
        }
    }
    plan_pack();
    plan_pack_few();
    note_arguments();
    for (const Operation &operation : operations_) {
        program_.paths.push_back({operation.name, operation.fused, operation.why});
    }
    return std::move(program_);
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

int ProgramBuilder::kernel(const std::string &name, const std::string &generator, const Parameters &parameters,
                           const schedules::Space &space) {
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
        kernels.push_back(planned({.name = unique, .generator = generator, .parameters = parameters, .space = space}));
    }
    return index;
}

Kernel ProgramBuilder::planned(Kernel kernel) const {
    kernel.plan = kernel.space.shipped;
    if (choose_) {
        choose_(kernel);
    }
    return kernel;
}

void ProgramBuilder::call(const std::string &name, const std::string &generator, const Parameters &parameters,
                          const schedules::Space &space, std::vector<Argument> arguments) {
    program_.calls.push_back({kernel(name, generator, parameters, space), std::move(arguments)});
}

void ProgramBuilder::note_arguments() {
    for (const Call &call : program_.calls) {
        Kernel &kernel = program_.kernels[static_cast<std::size_t>(call.kernel)];
        kernel.extents.resize(call.arguments.size());
        std::set<int> views;
        for (std::size_t a = 0; a < call.arguments.size(); ++a) {
            if (!call.arguments[a].is_view) {
                continue;
            }
            kernel.in_place |= !views.insert(call.arguments[a].view).second;
            const View &view = program_.views[static_cast<std::size_t>(call.arguments[a].view)];
            std::vector<int> &extents = kernel.extents[a];
            extents.resize(view.dimensions.size(), shards_extent);
            for (std::size_t d = 0; d < extents.size(); ++d) {
                const int extent = view.dimensions[d].extent;
                extents[d] = std::max(extents[d], extent == images_extent ? shard_images : extent);
            }
        }
    }
}

Range ProgramBuilder::calls_since(int first) const {
    return {first, static_cast<int>(program_.calls.size()) - first};
}

int ProgramBuilder::next_call() const {
    return static_cast<int>(program_.calls.size());
}

Program plan_program(const description::ModelDescription &model, const schedules::Machine &machine, Use use,
                     const PlanChooser &choose) {
    return ProgramBuilder(model, machine, use, choose).build();
}

} // namespace halenet::driver
