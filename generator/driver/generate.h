/// What the driver does, from a model's description to the files of its library.
#pragma once

#include <filesystem>
#include <string>

namespace halenet::driver {

struct GenerateOptions {
    std::filesystem::path model;     ///< model.json
    std::string target = "host";     ///< or a Halide target string
    std::string name;                ///< of the library, prefix of its symbols
    std::filesystem::path out = "."; ///< folder of the library's files
    std::filesystem::path cache{};   ///< folder of what later runs reuse; empty: <out>/cache
    int jobs = 1;                    ///< processes at once
    bool checked = false;            ///< kernels check arguments and bounds, with Halide's runtime: for tests
    bool shared = false;             ///< lib<name>.so too
};

/// Writes lib<name>.a, <name>.h with halenet/core.h, and <name>.manifest.json, and prints a line on what was done.
/// Throws std::runtime_error; then no file of an earlier run has changed, or all of them still fit each other.
void generate(const GenerateOptions &options);

/// The manifest alone: the kernels are planned and lowered, which tells the bytes of each memory region, but not
/// compiled. Writes nothing but the cache, if there is one.
[[nodiscard]] std::string plan(const GenerateOptions &options);

} // namespace halenet::driver
