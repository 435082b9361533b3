#pragma once

#include "runtime/cli/command.h"

namespace halenet::cli {

/// `halenet doctor`. Its status is 1 where something that halenet's own commands need is missing.
[[nodiscard]] Command add_doctor_command(CLI::App &program);

} // namespace halenet::cli
