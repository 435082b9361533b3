/// The library under test, and how long to test it.
#pragma once

#include "tests/runtime/temporary_folder.h"

#include <cstdlib>
#include <halenet/core.h>
#include <halenet/weights.h>
#include <string>
#include <vector>

extern "C" const halenet_api fuzzed_api;

namespace halenet::testing {

/// By what the environment variable HALENET_FUZZ multiplies the rounds; 1 without it.
inline int fuzz_factor() {
    const char *factor = std::getenv("HALENET_FUZZ");
    return factor == nullptr ? 1 : std::stoi(factor);
}

/// A good weights file of the library's model.
inline std::string weights_file() {
    const TemporaryFolder folder;
    save_weights(folder / "weights", *fuzzed_api.model, std::vector<float>(fuzzed_api.model->parameters, 0.125f));
    return content_of(folder / "weights");
}

} // namespace halenet::testing
