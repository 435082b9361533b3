/// The naive oracle of augmentation: each image turned about its centre, then moved.
#pragma once

#include "runtime/reference/random.h"

#include <xtensor/xtensor.hpp>

#include <cstddef>
#include <cstdint>

namespace halenet::reference {

/// What is drawn for one image of the batch: a shift in pixels along each axis, an angle in degrees.
struct Motion {
    double x = 0;
    double y = 0;
    double degrees = 0;
};
[[nodiscard]] Motion draw_motion(double pixels, double degrees, Key key, std::size_t image);

/// Images (n, y, x, c); image 0 is image `first_image` of the batch. Each pixel of the result is sampled bilinearly at
/// the place that turning and moving take to it, 0 outside, and rounded.
[[nodiscard]] xt::xtensor<std::uint8_t, 4> augment(const xt::xtensor<std::uint8_t, 4> &images, double pixels,
                                                   double degrees, Key key, std::size_t first_image = 0);

} // namespace halenet::reference
