#pragma once

#include <string>

#include <halenet/core.h>

#include "runtime/weights/header.h"

namespace halenet {

/// Where a file's hash is not the model's: a sentence with the first thing that differs, as each of the two has it.
/// Weights of a model that has been changed since are the usual case, so both may have one name.
[[nodiscard]] std::string another_model(const std::string &file, const WeightsHeader &header,
                                        const halenet_model_info &model);

} // namespace halenet
