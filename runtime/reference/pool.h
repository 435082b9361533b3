/// The naive oracle of the pooling layers. Shapes are outermost first, (n, y, x, c).
#pragma once

#include "runtime/reference/for_each.h"

#include <xtensor/xtensor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace halenet::reference {

struct Pool {
    std::size_t channels = 1;
    std::size_t width = 1;
    std::size_t height = 1;
    std::size_t size = 1;   ///< windows of size x size
    std::size_t stride = 1; ///< from one window to the next; what fills no window is dropped

    [[nodiscard]] std::size_t places() const { return size * size; }
    [[nodiscard]] std::array<std::size_t, 4> src_shape(std::size_t images) const {
        return {images, height, width, channels};
    }
    [[nodiscard]] std::array<std::size_t, 4> dst_shape(std::size_t images) const {
        return {images, (height - size) / stride + 1, (width - size) / stride + 1, channels};
    }
    /// Place `place`, row-major, of the window at (y, x) as an element of a source.
    template <class Tensor>
    [[nodiscard]] auto &at(Tensor &src, std::size_t n, std::size_t y, std::size_t x, std::size_t c,
                           std::size_t place) const {
        return src(n, stride * y + place / size, stride * x + place % size, c);
    }
};

template <class Real>
struct MaxPoolOutput {
    xt::xtensor<Real, 4> dst;
    xt::xtensor<std::uint8_t, 4> argmax; ///< place of the greatest value, row-major, the first of equal ones
};

template <class Real>
MaxPoolOutput<Real> max_pool(const Pool &shape, const xt::xtensor<Real, 4> &src) {
    const auto dst_shape = shape.dst_shape(src.shape(0));
    MaxPoolOutput<Real> output{xt::xtensor<Real, 4>::from_shape(dst_shape),
                               xt::xtensor<std::uint8_t, 4>::from_shape(dst_shape)};
    for_each(dst_shape, [&](std::size_t n, std::size_t y, std::size_t x, std::size_t c) {
        std::size_t argmax = 0;
        for (std::size_t place = 1; place < shape.places(); ++place) {
            if (shape.at(src, n, y, x, c, place) > shape.at(src, n, y, x, c, argmax)) {
                argmax = place;
            }
        }
        output.dst(n, y, x, c) = shape.at(src, n, y, x, c, argmax);
        output.argmax(n, y, x, c) = static_cast<std::uint8_t>(argmax);
    });
    return output;
}

template <class Real>
xt::xtensor<Real, 4> max_pool_backward(const Pool &shape, const xt::xtensor<Real, 4> &d_dst,
                                       const xt::xtensor<std::uint8_t, 4> &argmax) {
    xt::xtensor<Real, 4> d_src(shape.src_shape(d_dst.shape(0)), Real(0));
    for_each(shape.dst_shape(d_dst.shape(0)), [&](std::size_t n, std::size_t y, std::size_t x, std::size_t c) {
        shape.at(d_src, n, y, x, c, argmax(n, y, x, c)) += d_dst(n, y, x, c);
    });
    return d_src;
}

template <class Real>
xt::xtensor<Real, 4> average_pool(const Pool &shape, const xt::xtensor<Real, 4> &src) {
    const auto dst_shape = shape.dst_shape(src.shape(0));
    auto dst = xt::xtensor<Real, 4>::from_shape(dst_shape);
    for_each(dst_shape, [&](std::size_t n, std::size_t y, std::size_t x, std::size_t c) {
        Real sum = 0;
        for (std::size_t place = 0; place < shape.places(); ++place) {
            sum += shape.at(src, n, y, x, c, place);
        }
        dst(n, y, x, c) = sum / static_cast<Real>(shape.places());
    });
    return dst;
}

template <class Real>
xt::xtensor<Real, 4> average_pool_backward(const Pool &shape, const xt::xtensor<Real, 4> &d_dst) {
    xt::xtensor<Real, 4> d_src(shape.src_shape(d_dst.shape(0)), Real(0));
    for_each(shape.dst_shape(d_dst.shape(0)), [&](std::size_t n, std::size_t y, std::size_t x, std::size_t c) {
        for (std::size_t place = 0; place < shape.places(); ++place) {
            shape.at(d_src, n, y, x, c, place) += d_dst(n, y, x, c) / static_cast<Real>(shape.places());
        }
    });
    return d_src;
}

/// How far the nearest window is from another choice of its greatest value. Equal values do not count: in a network
/// they are one number met twice (a closed ReLU's zero, patches that are alike, one source in overlapping windows), and
/// move together.
template <class Real>
Real distance_to_tie(const Pool &shape, const xt::xtensor<Real, 4> &src) {
    Real distance = std::numeric_limits<Real>::infinity();
    const auto greatest = max_pool(shape, src).dst;
    for_each(shape.dst_shape(src.shape(0)), [&](std::size_t n, std::size_t y, std::size_t x, std::size_t c) {
        for (std::size_t place = 0; place < shape.places(); ++place) {
            const Real below = greatest(n, y, x, c) - shape.at(src, n, y, x, c, place);
            distance = below > 0 ? std::min(distance, below) : distance;
        }
    });
    return distance;
}

} // namespace halenet::reference
