/// The gradient check of a generated library: its kernels against difference quotients of a naive network in double.
#pragma once

#include "generator/description/description.h"

#include <halenet/core.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halenet::verify {

struct GradientCheckOptions {
    int images = 3;   ///< of the batch: random bytes and labels
    int samples = 16; ///< parameters looked at in each tensor, or all where it has no more
    std::uint64_t seed = 0;
};

/// Kernels compute in float: the rounding errors of their sums are some 1e-6 of a tensor's largest gradient. A wrong
/// kernel is wrong by a part that can be seen.
inline constexpr double gradient_tolerance = 1e-4;

/// What the check found in one tensor.
struct TensorReport {
    std::string name;
    std::size_t parameters = 0;
    int checked = 0;
    int skipped = 0;    ///< a ReLU or a maximum changes sides within the difference, so there is no derivative
    double largest = 0; ///< of the tensor's gradients, as an absolute value
    double worst = 0;   ///< of the differences, as a part of `largest`

    [[nodiscard]] bool passed() const { return checked > 0 && worst <= gradient_tolerance; }
};

/// Called after each tensor: how many are done, of how many.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// Compares the gradients of one step of the library, from its initial weights, with (loss(w + h) - loss(w - h)) / 2h
/// of reference::Network in double, for parameters that the seed draws. Dropout drops the same in both. `model` must be
/// what the library was generated from. Throws Error where the library refuses.
[[nodiscard]] std::vector<TensorReport> check_gradients(const halenet_api &api,
                                                        const description::ModelDescription &model,
                                                        const GradientCheckOptions &options, const Progress &progress);

} // namespace halenet::verify
