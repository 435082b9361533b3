#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet classify`.
[[nodiscard]] Command add_classify_command(CLI::App &program, ShippedModels models);

} // namespace halenet::cli
