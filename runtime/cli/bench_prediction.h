#pragma once

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"

namespace halenet::cli {

/// `halenet bench latency`.
[[nodiscard]] Command add_latency_measurement(CLI::App &bench, ShippedModels models);

/// `halenet bench throughput`.
[[nodiscard]] Command add_throughput_measurement(CLI::App &bench, ShippedModels models);

} // namespace halenet::cli
