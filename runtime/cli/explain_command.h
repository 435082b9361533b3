#pragma once

#include "runtime/cli/command.h"

namespace halenet::cli {

/// `halenet explain`.
[[nodiscard]] Command add_explain_command(CLI::App &program);

} // namespace halenet::cli
