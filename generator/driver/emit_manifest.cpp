#include "generator/driver/emit.h"
#include "generator/driver/kernel_cost.h"
#include "generator/driver/version.h"

#include <Halide.h>
#include <nlohmann/json.hpp>

namespace halenet::driver {

std::string emit_manifest(const Library &library, const description::ModelDescription &model, const Program &program) {
    using Json = nlohmann::ordered_json;
    Json kernels = Json::array();
    for (const Kernel &kernel : program.kernels) {
        kernels.push_back({{"symbol", symbol_of(library, kernel)},
                           {"generator", kernel.generator},
                           {"parameters", kernel.parameters},
                           {"multiply_adds", multiply_adds(kernel)},
                           {"plan", kernel.plan}});
    }
    Json operations = Json::array();
    for (const Path &path : program.paths) {
        operations.push_back({{"layer", path.layer}, {"path", path.fused ? "fused" : "general"}, {"why", path.why}});
    }
    const std::string halide = std::to_string(HALIDE_VERSION_MAJOR) + "." + std::to_string(HALIDE_VERSION_MINOR) + "." +
                               std::to_string(HALIDE_VERSION_PATCH);
    const Json manifest = {
        {"format", "halenet-manifest"},
        {"version", 1},
        {"library", library.name},
        {"model",
         {{"name", model.name},
          {"hash", description::model_hash(model)},
          {"parameters", description::parameter_count(model)}}},
        {"target", library.target},
        {"isa", library.isa},
        {"checked", library.checked},
        {"versions", {{"halenet", version}, {"halide", halide}, {"core_compiler", core_compiler_version}}},
        {"shard_images", description::shard_images},
        {"bytes",
         {{"weights", program.weights_bytes},
          {"state", program.state_bytes},
          {"classify_workspace_a_shard", std::max(program.classify_layout.bytes, program.evaluate_layout.bytes)},
          {"train_workspace_a_shard", program.train_layout.bytes}}},
        {"update_tasks", program.updates.front().size()},
        {"operations", operations},
        {"kernels", kernels},
    };
    return manifest.dump(2) + "\n";
}

} // namespace halenet::driver
