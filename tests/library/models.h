/// The generated libraries that the tests link, with the descriptions that they were made from.
#pragma once

#include "generator/description/description.h"

#include <string>
#include <vector>

#include <halenet/core.h>

namespace halenet::testing {

struct Model {
    const halenet_api *api = nullptr;
    std::string description_file;

    [[nodiscard]] description::ModelDescription description() const;
};

/// LeNet-5; a small one of three channels, odd sizes and another class count; one without convolutions.
[[nodiscard]] const std::vector<Model> &all_models();

} // namespace halenet::testing
