/// Every tolerance of the numeric tests, with its reason. Shared quantities are in units of float32's epsilon, 2^-23; a
/// rounding is wrong by half of it at most.
#pragma once

#include "generator/description/description.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>

namespace halenet::tolerance {

inline constexpr double epsilon = std::numeric_limits<float>::epsilon();

/// A golden tensor is a float64 result rounded to float32, compared with the oracle's float64 result as a share of its
/// largest value: half an epsilon, and a little for float64's own errors.
inline constexpr double rounded_to_float = 0.501 * epsilon;

/// Two float64 runs in different orders of summation, on losses near 2 (measured: 9e-16).
inline constexpr double both_double = 1e-14;

/// A float sum of `terms` products, or of roundings of that many numbers, whose absolute values add up to `magnitude`.
/// Rounding errors of independent sign grow with the square root of their number (Higham and Mary, SIAM Journal on
/// Scientific Computing 41, 2019); two more for a rounded source and the products themselves. Any order of summation.
inline double sum(std::size_t terms, double magnitude) {
    return (2.0 + std::sqrt(static_cast<double>(terms))) * 0.5 * epsilon * magnitude;
}

/// Our own exponential and Halide's logarithm, relative: the polynomials are good to some units in the last place.
inline constexpr double elementary = 4 * epsilon;

/// Our own tanh, relative (measured over 24 million floats from 1e-5 to 9.5: 2.9 epsilon, 5.8 units in the last place).
inline constexpr double hyperbolic_tangent = 4 * epsilon;

/// An activation's own error; ReLU and the identity have none.
inline double activated(description::Activation activation, double value) {
    return activation == description::Activation::tanh ? hyperbolic_tangent * std::abs(value) : 0.0;
}

/// A probability whose logit lies `below` the greatest one: the difference of the logits is rounded, which the
/// exponential turns into a relative error; then the exponential's own, the sum of the classes and the quotient.
/// Exponents are clamped at -80, where the true probability is smaller than exp(-80) = 1.8e-35.
inline double probability(std::size_t classes, double below, double probability) {
    const double relative =
        0.5 * epsilon * below + elementary + 0.5 * epsilon * (2.0 + std::sqrt(static_cast<double>(classes)));
    return (below > 0 ? relative : elementary + epsilon) * probability + 1.9e-35;
}

/// probability - target, of the mean over a batch of one.
inline double probability_difference(std::size_t classes, double below, double probability, double target) {
    return tolerance::probability(classes, below, probability) + 2 * epsilon * (probability + target);
}

/// log(sum of exponentials) - sum of targets times logits, the latter a sum of `magnitude`.
inline double loss(std::size_t classes, double magnitude) {
    const double log_sum = std::log(static_cast<double>(classes));
    return elementary * (1.0 + log_sum) + sum(classes + 2, magnitude) + epsilon * (log_sum + magnitude);
}

/// A power built up by `factors` multiplications in double.
inline double running_product(int factors, double product) {
    return factors * std::numeric_limits<double>::epsilon() * product;
}

/// A moment: rounded factors, products and sum of two terms whose absolute values add up to `magnitude`.
inline double adam_moment(double magnitude) {
    return 2 * epsilon * magnitude;
}

/// A weight after a step of Adam: the weight's own rounding, and the step's: its moments, root, product, sum and
/// quotient.
inline double adam_weight(double weight, double step) {
    return 0.5 * epsilon * std::abs(weight) + 6 * epsilon * step;
}

/// What decay leaves of a weight, `decayed`: the factor is rounded, and so is the product.
inline double decayed(double weight_decay, double decayed) {
    return weight_decay == 0 ? 0 : epsilon * std::abs(decayed);
}

/// The library against PyTorch's float64 run, as a share of the golden tensor's largest value. Measured over all
/// targets: 2.9 epsilon in the outputs, 8.6 in the gradients, most in the first layer's sums of 33 * 196 windows that
/// cancel. PyTorch's own float32 run lies up to 1.8 and 18 away (golden.json).
inline constexpr double golden_output = 4 * epsilon;
inline constexpr double golden_gradient = 14 * epsilon;

/// The mean loss, near 2.3 (measured: 0.6 epsilon; PyTorch's float32 run: 2.8).
inline constexpr double golden_loss = 2 * epsilon;

/// Weights after ten steps. Adam divides a gradient by its own size, so where a gradient is near nothing its rounding
/// errors become a part of a whole step: the largest error is measured in steps (0.63 % of the learning rate; PyTorch's
/// float32 run the same), the root of the mean square in the tensor's largest value (3.5 epsilon; PyTorch's 3.7).
inline constexpr double golden_weight = 0.0125;
inline constexpr double golden_weight_rms = 7 * epsilon;

/// The three of the ten steps as they are on a target. On x86-64-v1 and -v2, alone of all, a gradient of one weight of
/// f6 comes near enough to nothing: that weight is 1.6 % of a step away, which is 19 epsilon of f6's mean square. Twice
/// that.
struct TenSteps {
    double loss, weight, weight_rms;
};
inline TenSteps ten_steps_on(std::string_view target) {
    return target == "x86-64-v1" || target == "x86-64-v2" ? TenSteps{2.2 * epsilon, 0.032, 38 * epsilon}
                                                          : TenSteps{golden_loss, golden_weight, golden_weight_rms};
}

/// The mean loss of a batch, near 1, in the first hundred steps of two trainings that round differently. They are 1e-7
/// apart until the maximum of some window falls elsewhere, which happens once or twice (measured after that: 0.022).
inline constexpr double same_training = 0.05;

/// Central differences with steps of 1e-5 in float64 of losses up to some tens: cancellation of 4e-15 / 2e-5 = 2e-10
/// and truncation of the order of 1e-10 (measured together: 2.9e-10).
inline constexpr double finite_difference = 1e-9;

/// Whole libraries of three models against the oracle in double, as a share of the largest value: twice to four times
/// what was measured over all of them (1.8, 4.1 and 0.4 epsilon).
inline constexpr double network_output = 4 * epsilon;
inline constexpr double network_gradient = 14 * epsilon;
inline constexpr double network_loss = 1 * epsilon;

/// The same for random models, whose layers are up to three times as many.
inline constexpr double random_model_output = 16 * epsilon;
/// A layer of one unit may cancel to nearly nothing: its errors are those of the sums that cancelled.
inline constexpr double usual_activation = 0.1;
inline constexpr double random_model_gradient = 64 * epsilon;
inline constexpr double random_model_loss = 4 * epsilon;
inline constexpr double random_model_weight = 4 * epsilon;

} // namespace halenet::tolerance
