#pragma once

#include "runtime/cli/command.h"

namespace halenet::cli {

/// `halenet targets`.
[[nodiscard]] Command add_targets_command(CLI::App &program);

} // namespace halenet::cli
