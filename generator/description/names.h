/// The rules about names: what the generated code can carry. Internal to the description.
#pragma once

#include "generator/description/description.h"

#include <vector>

namespace halenet::description {

/// Problems of the model's own name and of its layers' names.
[[nodiscard]] std::vector<Problem> problems_of_names(const ModelDescription &model);

} // namespace halenet::description
