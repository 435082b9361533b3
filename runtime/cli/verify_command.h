#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet verify`. Its status is 1 where a kernel or a gradient is wrong.
[[nodiscard]] Command add_verify_command(CLI::App &program, ShippedModels models);

} // namespace halenet::cli
