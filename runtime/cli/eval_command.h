#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet eval`.
[[nodiscard]] Command add_eval_command(CLI::App &program, ShippedModels models);

} // namespace halenet::cli
