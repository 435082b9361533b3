#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet check`. Its status is 128 + the signal where one ended a --watch.
[[nodiscard]] Command add_check_command(CLI::App &program, ShippedModels models);

} // namespace halenet::cli
