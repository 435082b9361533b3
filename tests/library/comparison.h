/// Comparing what a library computed in float with what the oracle computed in double.
#pragma once

#include "tests/library/instance.h"

#include <xtensor/xadapt.hpp>
#include <xtensor/xtensor.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace halenet::testing {

inline xt::xtensor<std::uint8_t, 4> as_tensor(const Images &images, const halenet_model_info &model) {
    const std::array<std::size_t, 4> shape{
        static_cast<std::size_t>(images.count), static_cast<std::size_t>(model.height),
        static_cast<std::size_t>(model.width), static_cast<std::size_t>(model.channels)};
    return xt::adapt(images.pixels, shape);
}

inline xt::xtensor<double, 1> as_double(const std::vector<float> &values) {
    xt::xtensor<double, 1> result = xt::zeros<double>({values.size()});
    std::copy(values.begin(), values.end(), result.begin());
    return result;
}

/// Largest difference as a share of the largest expected value, or of `least` where all are smaller; a NaN anywhere
/// makes it infinite.
inline double relative_distance(const std::vector<float> &found, const xt::xtensor<double, 1> &expected,
                                double least = 0) {
    double distance = 0;
    double largest = least;
    for (std::size_t k = 0; k < found.size(); ++k) {
        const double difference = std::abs(static_cast<double>(found[k]) - expected(k));
        distance = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(distance, difference);
        largest = std::max(largest, std::abs(expected(k)));
    }
    return distance == 0 ? 0 : distance / largest;
}

} // namespace halenet::testing
