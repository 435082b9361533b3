#include "generator/driver/emit.h"
#include "generator/driver/kernel_cost.h"
#include "generator/driver/version.h"

#include "generator/description/json.h"

#include <Halide.h>
#include <fmt/format.h>
#include <halenet/core.h>
#include <nlohmann/json.hpp>

namespace halenet::driver {

namespace {

using Json = nlohmann::ordered_json;

Json targets_of(const Library &library) {
    Json targets = Json::array();
    for (const Isa &isa : library.isas) {
        targets.push_back({{"name", isa.target.name},
                           {"halide", isa.target.halide.to_string()},
                           {"requires", names_of(isa.requirements, isa.target.halide)},
                           {"vector_bits", isa.requirements.vector_bits},
                           {"settings", plan_text(isa.program.settings)},
                           {"settings_from", isa.program.settings.plan_from}});
    }
    return targets;
}

Json kernels_of(const Library &library) {
    Json kernels = Json::array();
    for (const Isa &isa : library.isas) {
        for (const Kernel &kernel : isa.program.kernels) {
            kernels.push_back({{"isa", isa.target.name},
                               {"symbol", symbol_of(library, isa.target, kernel)},
                               {"name", kernel.name},
                               {"generator", kernel.generator},
                               {"parameters", kernel.parameters},
                               {"multiply_adds", multiply_adds(kernel)},
                               {"plan", plan_text(kernel)},
                               {"plan_from", kernel.plan_from}});
        }
    }
    return kernels;
}

Json weights_of(const Library &library) {
    if (!library.weights) {
        return nullptr;
    }
    return {{"as", library.weights->embedded ? "embedded" : "file"}, {"sha256", library.weights->sha256}};
}

} // namespace

std::string halide_version() {
    return fmt::format("{}.{}.{}", HALIDE_VERSION_MAJOR, HALIDE_VERSION_MINOR, HALIDE_VERSION_PATCH);
}

std::string emit_manifest(const Library &library, std::size_t text_bytes, const std::vector<std::string> &files) {
    const description::ModelDescription &model = library.model;
    const Program &program = library.isas.front().program; // paths and tasks are the same for all
    const MemorySizes sizes = memory_sizes(library);
    Json operations = Json::array();
    for (const Path &path : program.paths) {
        operations.push_back({{"layer", path.layer}, {"path", path.fused ? "fused" : "general"}, {"why", path.why}});
    }
    const Json manifest = {
        {"format", "halenet-manifest"},
        {"version", 2},
        {"library", library.name},
        {"abi", HALENET_ABI},
        {"model",
         {{"name", model.name},
          {"hash", description::model_hash(model)},
          {"parameters", description::parameter_count(model)}}},
        {"targets", targets_of(library)},
        {"for", library.use == Use::train ? "train" : "classify"},
        {"strict", library.strict},
        {"digest", library.digest},
        {"timing", library.timing},
        {"symbols", library.symbols},
        {"checked", library.checked},
        {"weights", weights_of(library)},
        {"versions",
         {{"halenet", version},
          {"halide", halide_version()},
          {"core_compiler", core_compiler_version},
          {"core", library.core}}},
        {"shard_images", description::shard_images},
        {"bytes",
         {{"text", text_bytes},
          {"weights", sizes.weights},
          {"state", sizes.state},
          {"classify_workspace_one", sizes.one},
          {"classify_workspace_a_shard", sizes.classify_shard},
          {"train_workspace_a_shard", sizes.train_shard},
          {"adapt", sizes.adapt},
          {"selftest", sizes.selftest}}},
        {"update_tasks", program.updates.front().size()},
        {"operations", operations},
        {"kernels", kernels_of(library)},
        {"files", files},
        {"description", Json::parse(description::to_json(model))},
    };
    return manifest.dump(2) + "\n";
}

} // namespace halenet::driver
