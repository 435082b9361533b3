/// The naive oracle of Adam: Kingma and Ba, arXiv 1412.6980, algorithm 1, the denominator written as PyTorch does.
#pragma once

#include <xtensor/xtensor.hpp>

#include <cmath>
#include <cstddef>

namespace halenet::reference {

struct AdamOptions {
    double learning_rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
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

/// A moment below this becomes 0, so that no arithmetic meets a denormal number.
inline constexpr double least_moment = 1e-30;

template <class Real>
void adam_step(const AdamOptions &options, const xt::xtensor<Real, 1> &gradient, AdamState<Real> &state,
               xt::xtensor<Real, 1> &weights) {
    ++state.steps;
    const auto flushed = [](Real moment) { return std::abs(moment) < static_cast<Real>(least_moment) ? 0 : moment; };
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
        weights(k) -= step * moment1 /
                      (std::sqrt(moment2) / static_cast<Real>(std::sqrt(correction2)) + //
                       static_cast<Real>(options.epsilon));
    }
}

} // namespace halenet::reference
