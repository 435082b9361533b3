/// Targets: from the names on the command line to what Halide, the core and its compiler need to know.
#pragma once

#include <Halide.h>

#include <span>
#include <string>
#include <vector>

namespace halenet::driver {

/// A target that halenet knows by name. Other names are Halide's own target strings.
struct NamedTarget {
    const char *name;
    const char *halide; ///< null: asked of this machine
    const char *what;   ///< the processors that it is for, in a few words
    const char *tested; ///< how, by halenet's own tests
    bool tuned;         ///< its plans were measured on such a processor
};
[[nodiscard]] std::span<const NamedTarget> named_targets();

/// What a library has kernels for.
struct Target {
    std::string name;      ///< the instruction set's, as halenet_options.isa takes it: "x86-64-v3"
    Halide::Target halide; ///< without the features that the driver itself decides
};

/// The targets of a list such as "x86-64-v2,x86-64-v3", the most demanding one first, which is the order in which a
/// library tries them. Throws std::runtime_error for one that is not known, with the names that are nearest, for one
/// named twice, and for targets that cannot share a library because their architecture or system differs.
[[nodiscard]] std::vector<Target> parse_targets(const std::string &list);

/// The target that kernels are compiled for: no Halide runtime and no checks in a library that ships; a checked library
/// has both, and the kernels' arguments and bounds are verified on every call. Strict kernels give the same bits on
/// every processor.
[[nodiscard]] Halide::Target kernel_target(Halide::Target target, bool checked, bool strict);

/// As Halide writes it, with its bits: "x86-64".
[[nodiscard]] std::string architecture_of(const Halide::Target &target);

/// What the C core's compiler is told of the target. Throws std::runtime_error for a system that the core cannot be
/// compiled for.
[[nodiscard]] std::vector<std::string> clang_target(const Halide::Target &target);

} // namespace halenet::driver
