#pragma once

#include <nlohmann/json.hpp>

#include "runtime/report/test_results.h"

namespace halenet {

using Json = nlohmann::ordered_json; ///< keys stay in the order that they were written in

/// {loss, accuracy, accuracy_standard_error, images, correct, classes: [{class, images, predicted, correct, precision,
/// recall}], confusion: [label][prediction]}. What does not exist, as the recall of a class without images, is null.
[[nodiscard]] Json json_of(const TestResults &results);

} // namespace halenet
