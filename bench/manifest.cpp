#include "bench/manifest.h"

#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <halenet/error.h>

namespace halenet::bench {

Manifest read_manifest(const std::filesystem::path &path) {
    std::ifstream file(path);
    try {
        const auto json = nlohmann::json::parse(file);
        const auto &versions = json.at("versions");
        Manifest manifest{.target = json.at("targets").front().at("halide"),
                          .halenet = versions.at("halenet"),
                          .halide = versions.at("halide"),
                          .core_compiler = versions.at("core_compiler"),
                          .kernels = {}};
        for (const auto &kernel : json.at("kernels"))
            manifest.kernels.push_back({.name = kernel.at("name"), .multiply_adds = kernel.at("multiply_adds")});
        return manifest;
    } catch (const std::exception &error) {
        throw Error(fmt::format("{}: {}, expected a manifest of this version of halenet", path.string(), error.what()));
    }
}

} // namespace halenet::bench
