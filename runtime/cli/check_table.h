#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "generator/description/description.h"

namespace halenet::cli {

/// What `halenet check` tells of a model, as JSON: {model, hash, target, layers: [{name, kind, output, parameters,
/// multiply_adds, path}], parameters, multiply_adds, batch, bytes}. `manifest` is the driver's plan, `batch` the images
/// of a training step.
[[nodiscard]] nlohmann::ordered_json summary_of(const description::ModelDescription &model,
                                                const nlohmann::ordered_json &manifest, std::int64_t batch);

/// The same for a person, as Keras' summary() shows it.
[[nodiscard]] std::string table_of(const nlohmann::ordered_json &summary);

} // namespace halenet::cli
