/// A schedule by one of Halide's autoschedulers, in the place of a kernel's plan.
#pragma once

#include "generator/driver/program.h"

#include <Halide.h>

#include <string>

namespace halenet::driver {

/// What the kernel's generator is created with: no autoscheduler where the kernel names none, else the one that it
/// names, for one thread. Loads it, from beside Halide's library. Throws std::runtime_error for a name that is no
/// autoscheduler's, and where it cannot be loaded.
[[nodiscard]] Halide::AutoschedulerParams autoscheduler_of(const Kernel &kernel);

/// Builds the pipeline of the kernel's generator, has it scheduled, and lowers it. Throws std::runtime_error for what
/// the autoscheduler cannot do.
[[nodiscard]] Halide::Module autoscheduled_module(Halide::Internal::AbstractGenerator &generator, const Kernel &kernel,
                                                  const std::string &symbol);

} // namespace halenet::driver
