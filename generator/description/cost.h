/// What a model costs, told from its description alone; the model must be complete.
#pragma once

#include "generator/description/description.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace halenet::description {

/// Multiplications with an addition that a layer takes for one image: one for each weight and each place where it is
/// used, border included. 0 for layers without weights.
[[nodiscard]] std::int64_t multiply_adds(const ModelDescription &model, std::size_t layer);

/// Bytes that a layer takes in training, 4 a number: of each parameter its value, its gradient and two moments, and of
/// one shard of images what the layer leaves and the gradient of that. The kernels' own scratch comes on top.
[[nodiscard]] std::int64_t training_bytes(const Layer &layer);

/// A problem of the layer that takes most, where all of them together take more than `limit_mib` MiB.
[[nodiscard]] std::optional<Problem> problem_of_memory(const ModelDescription &model, int limit_mib);

} // namespace halenet::description
