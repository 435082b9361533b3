#include "generator/driver/autoschedule.h"

#include "generator/driver/autoscheduler.h"

#include <dlfcn.h>

#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <stdexcept>
#include <vector>

namespace halenet::driver {

namespace {

using namespace Halide;
using namespace Halide::Internal;

/// "libautoschedule_adams2019.so", beside Halide's library.
std::filesystem::path plugin_of(std::string autoscheduler) {
    Dl_info halide{};
    if (dladdr(reinterpret_cast<const void *>(&load_plugin), &halide) == 0) {
        throw std::runtime_error("Halide's library is in no file, so its autoschedulers cannot be found beside it");
    }
    for (char &letter : autoscheduler) {
        letter = static_cast<char>(std::tolower(letter));
    }
    return std::filesystem::path(halide.dli_fname)
        .replace_filename(fmt::format("libautoschedule_{}.so", autoscheduler));
}

int estimate_of(int extent) {
    constexpr int usual_shards = 4; // a batch of 64 images
    return extent == shards_extent ? usual_shards : extent;
}

/// Returns the input as an argument.
Halide::Argument estimated(Halide::Parameter input, const std::vector<int> &extents) {
    if (!input.is_buffer()) {
        input.set_estimate(cast(input.type(), description::shard_images)); // none but images is in a loop's bounds
    }
    for (int d = 0; d < input.dimensions(); ++d) {
        input.set_min_constraint_estimate(d, 0);
        input.set_extent_constraint_estimate(d, estimate_of(extents.at(static_cast<std::size_t>(d))));
    }
    return {input.name(), input.is_buffer() ? Halide::Argument::InputBuffer : Halide::Argument::InputScalar,
            input.type(), input.dimensions(), input.get_argument_estimates()};
}

void estimate(Func output, const std::vector<int> &extents) {
    for (int d = 0; d < output.dimensions(); ++d) {
        output.set_estimate(output.args()[static_cast<std::size_t>(d)], 0,
                            estimate_of(extents.at(static_cast<std::size_t>(d))));
    }
}

/// Variables whose extent only run time knows: `n`, the images in all pipelines, and what outputs have besides. In
/// place all of an output's: what has been computed once must not be computed again.
std::set<std::string> guarded_variables(const Pipeline &pipeline, bool in_place) {
    std::set<std::string> guarded{"n"};
    for (const Func &output : pipeline.outputs()) {
        const Halide::Parameter port = output.output_buffers().front().parameter();
        for (int d = 0; d < output.dimensions(); ++d) {
            const Expr extent = port.extent_constraint(d);
            if (in_place || !extent.defined() || !is_const(extent)) {
                guarded.insert(output.args()[static_cast<std::size_t>(d)].name());
            }
        }
    }
    return guarded;
}

/// Of a dimension that is cut into vectors an autoscheduler takes the last one for whole: where the extent is no
/// multiple, it begins earlier and computes some elements once more; where it is less than a vector, it reaches out of
/// the memory. And what an autoscheduler has made parallel runs on the one thread.
void make_safe(StageSchedule &schedule, std::set<std::string> guarded) {
    for (Split &split : schedule.splits()) {
        if (guarded.contains(split.old_var)) {
            split.tail = TailStrategy::GuardWithIf;
            guarded.insert(split.outer);
        }
    }
    for (Dim &dim : schedule.dims()) {
        if (dim.for_type == ForType::Parallel) {
            dim.for_type = ForType::Serial;
        }
    }
}

void make_safe(const Pipeline &pipeline, bool in_place) {
    const std::set<std::string> guarded = guarded_variables(pipeline, in_place);
    std::vector<Function> outputs;
    for (const Func &output : pipeline.outputs()) {
        outputs.push_back(output.function());
    }
    for (auto &[name, function] : build_environment(outputs)) {
        make_safe(function.definition().schedule(), guarded);
        for (int k = 0; k < static_cast<int>(function.updates().size()); ++k) {
            make_safe(function.update(k).schedule(), guarded);
        }
    }
}

} // namespace

AutoschedulerParams autoscheduler_of(const Kernel &kernel) {
    if (kernel.autoscheduler.empty()) {
        return {};
    }
    if (!is_autoscheduler(kernel.autoscheduler)) {
        throw std::runtime_error(fmt::format("the kernel {} is to be scheduled by \"{}\", {} were expected",
                                             kernel.name, kernel.autoscheduler, fmt::join(autoschedulers, " or ")));
    }
    load_plugin(plugin_of(kernel.autoscheduler).string());
    return {kernel.autoscheduler, {{"parallelism", "1"}}};
}

Module autoscheduled_module(AbstractGenerator &generator, const Kernel &kernel, const std::string &symbol) {
    Pipeline pipeline = generator.build_pipeline();
    std::vector<Halide::Argument> inputs;
    std::size_t argument = 0;
    for (const AbstractGenerator::ArgInfo &port : generator.arginfos()) {
        if (port.dir == ArgInfoDirection::Input) {
            for (const Halide::Parameter &input : generator.input_parameter(port.name)) {
                inputs.push_back(estimated(input, kernel.extents.at(argument++)));
            }
        } else {
            for (const Func &output : generator.output_func(port.name)) {
                estimate(output, kernel.extents.at(argument));
                argument += static_cast<std::size_t>(output.outputs());
            }
        }
    }
    const GeneratorContext context = generator.context();
    pipeline.apply_autoscheduler(context.target(), context.autoscheduler_params());
    make_safe(pipeline, kernel.in_place);
    return pipeline.compile_to_module(inputs, symbol, context.target(), LinkageType::ExternalPlusArgv);
}

} // namespace halenet::driver
