/// The gradient check of a generated library: its kernels against difference quotients of a naive network in double.
#pragma once

#include "generator/description/description.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <halenet/core.h>

namespace halenet::verify {

struct GradientCheckOptions {
    int images = 3;   ///< of the batch: random bytes and labels
    int samples = 16; ///< parameters looked at in each tensor, all where it has no more
    std::uint64_t seed = 0;
};

/// What the check found in one tensor.
struct TensorReport {
    std::string name;
    std::size_t parameters = 0;
    int checked = 0;
    int skipped = 0;          ///< a ReLU or a maximum changes sides within the difference, so there is no derivative
    double largest = 0;       ///< gradient looked at, as an absolute value
    double worst = 0;         ///< difference, as a part of `largest`
    [[nodiscard]] bool passed() const; ///< worst within `gradient_tolerance`, and at least one parameter checked
};

/// Kernels compute in float: rounding errors of their sums are some 1e-6 of a tensor's largest gradient, and a wrong
/// kernel is wrong by a part that can be seen.
inline constexpr double gradient_tolerance = 1e-4;

/// Called after each tensor: how many are done, of how many.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// Trains one step at learning rate 0 in memory of its own and compares the library's gradients with
/// (loss(w + h) - loss(w - h)) / 2h, h = 1e-5, of `reference::Network`, for parameters drawn by the seed. Dropout draws
/// the same in both. `model` must be what the library was generated from. Throws Error where the library refuses.
[[nodiscard]] std::vector<TensorReport> check_gradients(const halenet_api &api,
                                                        const description::ModelDescription &model,
                                                        const GradientCheckOptions &options, const Progress &progress);

} // namespace halenet::verify
