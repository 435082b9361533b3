#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet bench time-to-accuracy`. Its status is 1 where the accuracy is not reached, 128 + a signal where one
/// stopped it.
[[nodiscard]] Command add_accuracy_measurement(CLI::App &bench, ShippedModels models);

} // namespace halenet::cli
