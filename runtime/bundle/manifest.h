#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace halenet {

/// What a generated library was made from: the manifest that the driver writes beside it and into it, as plain values.
struct Manifest {
    struct Target {
        std::string name;                  ///< of the instruction set: "x86-64-v3"
        std::string halide;                ///< target string: "x86-64-linux-avx-avx2-f16c-fma-sse41"
        std::vector<std::string> required; ///< features that a processor must have
        int vector_bits = 0;               ///< the exact length of its scalable vectors; 0: any, or none
    };
    struct Weights {
        bool embedded = false; ///< inside the library; else in a file beside it
        std::string sha256;    ///< of the weights file
    };
    struct Kernel {
        std::string isa, name;
        std::string path; ///< "fused" or "general", as its layer's kernels are; empty where it is no layer's
        std::string plan, plan_from;
    };

    std::string library;
    std::string model, hash;
    std::int64_t parameters = 0;
    std::string description;     ///< of the model: model.json
    std::vector<Target> targets; ///< best first
    std::string purpose;         ///< "train" or "classify"
    bool strict = false;
    bool symbols = false; ///< with names of kernels and lines of code, for profilers
    bool timing = false;  ///< with a core that can count what each kernel takes
    std::string digest;   ///< of a strict library's self-test
    std::optional<Weights> weights;
    std::vector<std::pair<std::string, std::string>> versions; ///< of what generated it: "halide" and "21.0.0"
    std::vector<std::pair<std::string, std::int64_t>> bytes;   ///< of machine code and of memory, by what they are for
    std::vector<Kernel> kernels;
    std::string text; ///< the manifest itself
};

/// Trusts nothing: throws an Error that begins with `file` for a text that is no manifest of this version.
[[nodiscard]] Manifest parse_manifest(std::string text, const std::string &file);

/// The manifest inside a static library, whatever the format of its objects.
[[nodiscard]] Manifest manifest_in(std::string_view archive, const std::string &file);

} // namespace halenet
