/// Analytic gradients against central differences in double.
#pragma once

#include "tests/reference/tolerance.h"

#include <catch2/catch_test_macros.hpp>
#include <xtensor/xtensor.hpp>

#include <cmath>
#include <cstddef>

namespace halenet::reference {

/// Further from a kink than any difference step moves a value.
inline constexpr double clear_of_kinks = 1e-3;

/// Compares an analytic gradient of `loss`, a function of a tensor, with central differences, element by element.
template <std::size_t Rank, class Loss>
void check_gradient(const xt::xtensor<double, Rank> &at, const xt::xtensor<double, Rank> &gradient, Loss loss) {
    REQUIRE(at.shape() == gradient.shape());
    constexpr double step = 1e-5;
    auto moved = at;
    for (std::size_t k = 0; k < at.size(); ++k) {
        moved.flat(k) = at.flat(k) + step;
        const double above = loss(moved);
        moved.flat(k) = at.flat(k) - step;
        const double below = loss(moved);
        moved.flat(k) = at.flat(k);
        INFO("element " << k);
        CHECK(std::abs((above - below) / (2 * step) - gradient.flat(k)) <= tolerance::finite_difference);
    }
}

/// A loss that weighs every output differently.
template <std::size_t Rank>
double weighted_sum(const xt::xtensor<double, Rank> &values, const xt::xtensor<double, Rank> &weights) {
    REQUIRE(values.shape() == weights.shape());
    double sum = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        sum += values.flat(k) * weights.flat(k);
    }
    return sum;
}

} // namespace halenet::reference
