#pragma once

#include <halenet/core.h>

namespace halenet::cli {

/// The whole program over a generated library. Gives the exit status: 0; 1 after an error in what was read or written;
/// 2 after a mistake on the command line; 128 + the signal that stopped a training.
[[nodiscard]] int run_program(const halenet_api &api, int argc, const char *const *argv);

} // namespace halenet::cli
