/// What a library's manifest tells of its kernels.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace halenet::bench {

struct ManifestKernel {
    std::string name;         ///< within the library: "c1_forward"
    double multiply_adds = 0; ///< of all its calls in a pass, for one image, as if every value counted
};

struct Manifest {
    std::string target;                         ///< Halide's words for the instruction set
    std::string halenet, halide, core_compiler; ///< versions
    std::vector<ManifestKernel> kernels;        ///< in the order of their first call in the library's tables
};

/// Throws Error for a file that is missing or no manifest.
[[nodiscard]] Manifest read_manifest(const std::filesystem::path &path);

} // namespace halenet::bench
