#include "runtime/reference/convolution.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace halenet::reference {

namespace {

/// Calls visit(n, y, x, f) for every element of a tensor of that shape.
template <class Visit>
void for_each(const std::array<std::size_t, 4> &shape, Visit visit) {
    for (std::size_t n = 0; n < shape[0]; ++n) {
        for (std::size_t y = 0; y < shape[1]; ++y) {
            for (std::size_t x = 0; x < shape[2]; ++x) {
                for (std::size_t f = 0; f < shape[3]; ++f) {
                    visit(n, y, x, f);
                }
            }
        }
    }
}

/// Calls visit(ky, kx, c, sy, sx, inside) for every tap of the convolution output at (y, x). (sy, sx) is the tap's
/// source position; where `inside` is false it lies on the border of zeros.
template <class Visit>
void for_each_tap(const Convolution &shape, std::size_t y, std::size_t x, Visit visit) {
    const std::size_t before = shape.same ? (shape.kernel - 1) / 2 : 0;
    for (std::size_t ky = 0; ky < shape.kernel; ++ky) {
        for (std::size_t kx = 0; kx < shape.kernel; ++kx) {
            const bool inside = y + ky >= before && y + ky - before < shape.height && //
                                x + kx >= before && x + kx - before < shape.width;
            for (std::size_t c = 0; c < shape.channels; ++c) {
                visit(ky, kx, c, y + ky - before, x + kx - before, inside);
            }
        }
    }
}

/// Calls visit(n, y, x, f, gradient) for every convolution output that a pooled gradient reaches.
template <class Real, class Visit>
void for_each_open(const Convolution &shape, const xt::xtensor<Real, 4> &d_dst,
                   const xt::xtensor<std::uint8_t, 4> &argmax, Visit visit) {
    for_each(shape.dst_shape(d_dst.shape(0)), [&](std::size_t n, std::size_t py, std::size_t px, std::size_t f) {
        const std::size_t place = argmax(n, py, px, f);
        if (place != closed_window) {
            visit(n, shape.pool * py + place / shape.pool, shape.pool * px + place % shape.pool, f,
                  d_dst(n, py, px, f));
        }
    });
}

} // namespace

template <class Real>
xt::xtensor<Real, 4> convolve(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                              const xt::xtensor<Real, 4> &weights, const xt::xtensor<Real, 1> &bias) {
    const std::array<std::size_t, 4> convolved = {src.shape(0), shape.convolved(shape.height),
                                                  shape.convolved(shape.width), shape.filters};
    auto result = xt::xtensor<Real, 4>::from_shape(convolved);
    for_each(convolved, [&](std::size_t n, std::size_t y, std::size_t x, std::size_t f) {
        Real sum = bias(f);
        for_each_tap(shape, y, x,
                     [&](std::size_t ky, std::size_t kx, std::size_t c, std::size_t sy, std::size_t sx, bool inside) {
                         sum += weights(f, ky, kx, c) * (inside ? src(n, sy, sx, c) : 0);
                     });
        result(n, y, x, f) = sum;
    });
    return result;
}

template <class Real>
ConvolutionOutput<Real> activate_and_pool(const Convolution &shape, const xt::xtensor<Real, 4> &convolved) {
    const auto dst_shape = shape.dst_shape(convolved.shape(0));
    ConvolutionOutput<Real> output{xt::xtensor<Real, 4>::from_shape(dst_shape),
                                   xt::xtensor<std::uint8_t, 4>::from_shape(dst_shape)};
    for_each(dst_shape, [&](std::size_t n, std::size_t py, std::size_t px, std::size_t f) {
        Real greatest = 0;
        std::size_t argmax = 0;
        for (std::size_t place = 0; place < shape.pool * shape.pool; ++place) {
            const Real convolution =
                convolved(n, shape.pool * py + place / shape.pool, shape.pool * px + place % shape.pool, f);
            const Real value = shape.relu ? relu(convolution) : convolution;
            if (place == 0 || value > greatest) {
                greatest = value;
                argmax = place;
            }
        }
        const bool closed = shape.relu && !(greatest > 0);
        output.dst(n, py, px, f) = greatest;
        output.argmax(n, py, px, f) = closed ? closed_window : static_cast<std::uint8_t>(argmax);
    });
    return output;
}

template <class Real>
xt::xtensor<Real, 4> convolution_backward_data(const Convolution &shape, const xt::xtensor<Real, 4> &d_dst,
                                               const xt::xtensor<std::uint8_t, 4> &argmax,
                                               const xt::xtensor<Real, 4> &weights) {
    xt::xtensor<Real, 4> d_src(shape.src_shape(d_dst.shape(0)), Real(0));
    for_each_open(shape, d_dst, argmax, [&](std::size_t n, std::size_t y, std::size_t x, std::size_t f, Real gradient) {
        for_each_tap(shape, y, x,
                     [&](std::size_t ky, std::size_t kx, std::size_t c, std::size_t sy, std::size_t sx, bool inside) {
                         if (inside) {
                             d_src(n, sy, sx, c) += gradient * weights(f, ky, kx, c);
                         }
                     });
    });
    return d_src;
}

template <class Real>
WeightGradients<Real> convolution_backward_weights(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                                                   const xt::xtensor<Real, 4> &d_dst,
                                                   const xt::xtensor<std::uint8_t, 4> &argmax) {
    WeightGradients<Real> gradients{xt::xtensor<Real, 4>(shape.weights_shape(), Real(0)),
                                    xt::xtensor<Real, 1>(std::array<std::size_t, 1>{shape.filters}, Real(0))};
    for_each_open(shape, d_dst, argmax, [&](std::size_t n, std::size_t y, std::size_t x, std::size_t f, Real gradient) {
        gradients.bias(f) += gradient;
        for_each_tap(shape, y, x,
                     [&](std::size_t ky, std::size_t kx, std::size_t c, std::size_t sy, std::size_t sx, bool inside) {
                         if (inside) {
                             gradients.weights(f, ky, kx, c) += gradient * src(n, sy, sx, c);
                         }
                     });
    });
    return gradients;
}

template <class Real>
Real distance_to_kink(const Convolution &shape, const xt::xtensor<Real, 4> &convolved) {
    Real distance = std::numeric_limits<Real>::infinity();
    for_each(shape.dst_shape(convolved.shape(0)), [&](std::size_t n, std::size_t py, std::size_t px, std::size_t f) {
        Real first = -std::numeric_limits<Real>::infinity();
        Real second = first;
        for (std::size_t place = 0; place < shape.pool * shape.pool; ++place) {
            const Real value = convolved(n, shape.pool * py + place / shape.pool, //
                                         shape.pool * px + place % shape.pool, f);
            second = std::max(second, std::min(first, value));
            first = std::max(first, value);
        }
        if (shape.relu) {
            distance = std::min(distance, std::abs(first));
        }
        if (!shape.relu || first > 0) {
            distance = std::min(distance, first - second);
        }
    });
    return distance;
}

template xt::xtensor<float, 4> convolve(const Convolution &, const xt::xtensor<float, 4> &,
                                        const xt::xtensor<float, 4> &, const xt::xtensor<float, 1> &);
template xt::xtensor<double, 4> convolve(const Convolution &, const xt::xtensor<double, 4> &,
                                         const xt::xtensor<double, 4> &, const xt::xtensor<double, 1> &);
template ConvolutionOutput<float> activate_and_pool(const Convolution &, const xt::xtensor<float, 4> &);
template ConvolutionOutput<double> activate_and_pool(const Convolution &, const xt::xtensor<double, 4> &);
template xt::xtensor<float, 4> convolution_backward_data(const Convolution &, const xt::xtensor<float, 4> &,
                                                         const xt::xtensor<std::uint8_t, 4> &,
                                                         const xt::xtensor<float, 4> &);
template xt::xtensor<double, 4> convolution_backward_data(const Convolution &, const xt::xtensor<double, 4> &,
                                                          const xt::xtensor<std::uint8_t, 4> &,
                                                          const xt::xtensor<double, 4> &);
template WeightGradients<float> convolution_backward_weights(const Convolution &, const xt::xtensor<float, 4> &,
                                                             const xt::xtensor<float, 4> &,
                                                             const xt::xtensor<std::uint8_t, 4> &);
template WeightGradients<double> convolution_backward_weights(const Convolution &, const xt::xtensor<double, 4> &,
                                                              const xt::xtensor<double, 4> &,
                                                              const xt::xtensor<std::uint8_t, 4> &);
template float distance_to_kink(const Convolution &, const xt::xtensor<float, 4> &);
template double distance_to_kink(const Convolution &, const xt::xtensor<double, 4> &);

} // namespace halenet::reference
