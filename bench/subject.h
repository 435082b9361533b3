/// What is measured: digits, and a network that knows them a little.
#pragma once

#include <vector>

#include <halenet/core.h>
#include <halenet/dataset.h>

namespace halenet::bench {

/// Kernels skip closed windows, and how many of them there are depends on the weights and the images: with noise for
/// either a time would mean nothing.
struct Subject {
    Dataset digits; ///< MNIST's training set where it is found
    bool synthetic = false;
    std::vector<float> parameters; ///< after some hundred steps of training, in canonical order
};

/// Takes half a second. Throws Error where the digits cannot be read.
[[nodiscard]] Subject make_subject();

/// Adam with its usual decay rates.
[[nodiscard]] halenet_training adam(float learning_rate);

} // namespace halenet::bench
