#pragma once

#include "runtime/cli/command.h"

namespace halenet::cli {

/// `halenet new`.
[[nodiscard]] Command add_new_command(CLI::App &program);

} // namespace halenet::cli
