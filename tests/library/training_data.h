/// 60,000 images to train on: MNIST where the machine has it, synthetic digits elsewhere.
#pragma once

#include <halenet/dataset.h>

namespace halenet::testing {

[[nodiscard]] const Dataset &training_data();

} // namespace halenet::testing
