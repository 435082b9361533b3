/// Pixels as the first layer sees them.
#pragma once

#include <xtensor/xtensor.hpp>

#include <cstddef>
#include <cstdint>

namespace halenet::reference {

/// (pixel / 255 - mean) / deviation.
template <class Real, std::size_t Rank>
xt::xtensor<Real, Rank> normalize(const xt::xtensor<std::uint8_t, Rank> &pixels, double mean, double deviation) {
    auto result = xt::xtensor<Real, Rank>::from_shape(pixels.shape());
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        result.flat(i) =
            (static_cast<Real>(pixels.flat(i)) / Real(255) - static_cast<Real>(mean)) / static_cast<Real>(deviation);
    }
    return result;
}

} // namespace halenet::reference
