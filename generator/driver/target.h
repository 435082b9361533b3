/// Targets: from the name on the command line to what Halide, the core and its compiler need to know.
#pragma once

#include <Halide.h>

#include <string>

namespace halenet::driver {

/// "host" or a Halide target string, without the features that the driver itself decides. Throws Halide::CompileError
/// for a string that Halide does not know.
[[nodiscard]] Halide::Target parse_target(const std::string &text);

/// The target that kernels are compiled for: no Halide runtime and no checks in a library that ships; a checked library
/// has both, and the kernels' arguments and bounds are verified on every call.
[[nodiscard]] Halide::Target kernel_target(Halide::Target target, bool checked);

/// HALENET_X86_* bits (runtime/core/internal.h) that a processor must have to run kernels of this target.
[[nodiscard]] unsigned required_features(const Halide::Target &target);

/// A short identifier for the instruction set: "x86_64_avx2".
[[nodiscard]] std::string isa_name(const Halide::Target &target);

/// The triple of the C core's compiler.
[[nodiscard]] std::string clang_triple(const Halide::Target &target);

} // namespace halenet::driver
