#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet tune`.
[[nodiscard]] Command add_tune_command(CLI::App &program, ShippedModels models);

} // namespace halenet::cli
