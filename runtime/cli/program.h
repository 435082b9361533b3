#pragma once

#include "runtime/cli/models.h"

namespace halenet::cli {

/// The whole program over the libraries of its models. Gives the exit status: 0; 1 after an error in what was read or
/// written; 2 after a mistake on the command line; 128 + the signal that stopped a training.
[[nodiscard]] int run_program(ShippedModels models, int argc, const char *const *argv);

} // namespace halenet::cli
