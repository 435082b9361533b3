#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet bench epoch`.
[[nodiscard]] Command add_epoch_measurement(CLI::App &bench, ShippedModels models);

} // namespace halenet::cli
