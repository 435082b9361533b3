#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet generate`. Its status is 128 + the signal where one stopped it.
[[nodiscard]] Command add_generate_command(CLI::App &program, ShippedModels models);

} // namespace halenet::cli
