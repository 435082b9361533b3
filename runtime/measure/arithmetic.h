#pragma once

#include <cstdint>

#include <halenet/core.h>

namespace halenet {

// What the layers with weights compute for one image, as if each product were taken one by one: the borders of padding
// included, and whatever a kernel may leave out. Pools, activations and the loss are not counted.

inline constexpr double operations_a_multiply_add = 2; ///< a multiplication and an addition

/// A prediction's.
[[nodiscard]] std::int64_t forward_multiply_adds(const halenet_model_info &model);

/// A training step's, by images: each layer takes its own number three times, to give its output, the gradient of its
/// weights and the gradient of its input. Only the first layer with weights does without the last, because nothing
/// before it learns. The optimizer's work, which does not grow with the images, is not counted.
[[nodiscard]] std::int64_t training_multiply_adds(const halenet_model_info &model);

} // namespace halenet
