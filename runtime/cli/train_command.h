#pragma once

#include <halenet/core.h>

#include "runtime/cli/train_options.h"

namespace halenet::cli {

/// `halenet train`. Gives the exit status: 0, or 128 + the signal that stopped it. Throws Error.
[[nodiscard]] int train(const halenet_api &api, const TrainArguments &arguments);

} // namespace halenet::cli
