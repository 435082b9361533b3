/// How networks are trained here.
#pragma once

#include <halenet/core.h>

namespace halenet::tune {

/// Adam with its usual decay rates.
[[nodiscard]] inline halenet_training adam() {
    halenet_training training{};
    training.optimizer = HALENET_ADAM;
    training.learning_rate = 1e-3F;
    training.beta1 = 0.9;
    training.beta2 = 0.999;
    training.epsilon = 1e-8F;
    return training;
}

/// Momentum, and images that are moved and turned.
[[nodiscard]] inline halenet_training augmented_sgd() {
    halenet_training training{};
    training.optimizer = HALENET_SGD;
    training.learning_rate = 1e-2F;
    training.momentum = 0.9F;
    training.augment_pixels = 2;
    training.augment_degrees = 10;
    return training;
}

} // namespace halenet::tune
