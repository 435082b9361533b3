#pragma once

#include "runtime/cli/command.h"

namespace halenet::cli {

/// `halenet reproduce`. Its status is 1 where the library is another one.
[[nodiscard]] Command add_reproduce_command(CLI::App &program);

} // namespace halenet::cli
