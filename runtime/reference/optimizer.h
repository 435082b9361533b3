/// The naive oracle of the optimizers. Weight decay is decoupled (Loshchilov and Hutter, arXiv 1711.05101): before its
/// step each weight loses the part learning_rate * weight_decay of itself.
#pragma once

#include <xtensor/xtensor.hpp>

#include <cmath>
#include <cstddef>

namespace halenet::reference {

/// A moment or velocity below this becomes 0, so that no arithmetic meets a denormal number.
inline constexpr double least_moment = 1e-30;

template <class Real>
Real flushed(Real moment) {
    return std::abs(moment) < static_cast<Real>(least_moment) ? Real(0) : moment;
}

struct AdamOptions {
    double learning_rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0;
};

template <class Real>
struct AdamState {
    xt::xtensor<Real, 1> moment1;
    xt::xtensor<Real, 1> moment2;
    int steps = 0;

    explicit AdamState(std::size_t parameters)
        : moment1(std::array<std::size_t, 1>{parameters}, Real(0)),
          moment2(std::array<std::size_t, 1>{parameters}, Real(0)) {}
};

/// Kingma and Ba, arXiv 1412.6980, algorithm 1, the denominator written as PyTorch does.
template <class Real>
void adam_step(const AdamOptions &options, const xt::xtensor<Real, 1> &gradient, AdamState<Real> &state,
               xt::xtensor<Real, 1> &weights) {
    ++state.steps;
    const auto beta1 = static_cast<Real>(options.beta1);
    const auto beta2 = static_cast<Real>(options.beta2);
    const double correction1 = 1 - std::pow(options.beta1, state.steps);
    const double correction2 = 1 - std::pow(options.beta2, state.steps);
    const auto step = static_cast<Real>(options.learning_rate / correction1);
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const Real g = gradient(k);
        const Real moment1 = flushed(beta1 * state.moment1(k) + static_cast<Real>(1 - options.beta1) * g);
        const Real moment2 = flushed(beta2 * state.moment2(k) + static_cast<Real>(1 - options.beta2) * g * g);
        state.moment1(k) = moment1;
        state.moment2(k) = moment2;
        weights(k) *= static_cast<Real>(1 - options.learning_rate * options.weight_decay);
        weights(k) -= step * moment1 /
                      (std::sqrt(moment2) / static_cast<Real>(std::sqrt(correction2)) + //
                       static_cast<Real>(options.epsilon));
    }
}

struct SgdOptions {
    double learning_rate = 1e-2;
    double momentum = 0;
    double weight_decay = 0;
};

/// Stochastic gradient descent with momentum, as PyTorch defines it.
template <class Real>
void sgd_step(const SgdOptions &options, const xt::xtensor<Real, 1> &gradient, xt::xtensor<Real, 1> &velocity,
              xt::xtensor<Real, 1> &weights) {
    for (std::size_t k = 0; k < weights.size(); ++k) {
        velocity(k) = flushed(static_cast<Real>(options.momentum) * velocity(k) + gradient(k));
        weights(k) *= static_cast<Real>(1 - options.learning_rate * options.weight_decay);
        weights(k) -= static_cast<Real>(options.learning_rate) * velocity(k);
    }
}

} // namespace halenet::reference
