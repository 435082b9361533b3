/// What the programs embed.
#pragma once

#include "tests/targets/target_program.h"

#include <span>
#include <string>

namespace halenet::targets {

/// LeNet-5's parameters as halenet writes them to a file.
[[nodiscard]] std::string weights_file(std::span<const float> parameters);

/// For golden.c: the images, labels and initial weights of tests/golden.
[[nodiscard]] Inputs golden_inputs();

} // namespace halenet::targets
