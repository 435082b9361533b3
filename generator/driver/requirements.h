/// What the kernels of a target need of a processor, for the core's check and the manifest.
#pragma once

#include "runtime/core/cpu_features.h"

#include <Halide.h>

#include <optional>
#include <string>
#include <vector>

namespace halenet::driver {

using Requirements = halenet_requirements;

/// All that the compiler may emit for a target beyond its architecture's baseline: that is what the processor has that
/// Halide names to LLVM, and so more than the target's own features say.
[[nodiscard]] Requirements requirements_of(const Halide::Target &target);

/// The features by name, in rising order: {"sse3", "ssse3", ...}.
[[nodiscard]] std::vector<std::string> names_of(const Requirements &requirements, const Halide::Target &target);

/// Whether this machine can run what is compiled for the target; nothing where it is of another architecture or system.
[[nodiscard]] std::optional<bool> runs_here(const Halide::Target &target);

} // namespace halenet::driver
