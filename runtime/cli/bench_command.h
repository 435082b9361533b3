#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet bench`.
[[nodiscard]] Command add_bench_command(CLI::App &program, ShippedModels models);

} // namespace halenet::cli
