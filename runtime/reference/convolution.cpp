#include "runtime/reference/convolution.h"

#include "runtime/reference/for_each.h"

namespace halenet::reference {

namespace {

/// Calls visit(ky, kx, c, sy, sx) for every tap of the convolution output at (y, x) that lies inside the source, at
/// (sy, sx). The others lie on the border of zeros.
template <class Visit>
void for_each_tap(const Convolution &shape, std::size_t y, std::size_t x, Visit visit) {
    const std::size_t above = shape.before(shape.height);
    const std::size_t left = shape.before(shape.width);
    for (std::size_t ky = 0; ky < shape.kernel; ++ky) {
        for (std::size_t kx = 0; kx < shape.kernel; ++kx) {
            const std::size_t from_y = shape.stride * y + ky;
            const std::size_t from_x = shape.stride * x + kx;
            const bool inside = from_y >= above && from_y - above < shape.height && //
                                from_x >= left && from_x - left < shape.width;
            for (std::size_t c = 0; inside && c < shape.channels; ++c) {
                visit(ky, kx, c, from_y - above, from_x - left);
            }
        }
    }
}

} // namespace

template <class Real>
xt::xtensor<Real, 4> convolve(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                              const xt::xtensor<Real, 4> &weights, const xt::xtensor<Real, 1> &bias) {
    const auto dst_shape = shape.dst_shape(src.shape(0));
    auto result = xt::xtensor<Real, 4>::from_shape(dst_shape);
    for_each(dst_shape, [&](std::size_t n, std::size_t y, std::size_t x, std::size_t f) {
        Real sum = bias(f);
        for_each_tap(shape, y, x, [&](std::size_t ky, std::size_t kx, std::size_t c, std::size_t sy, std::size_t sx) {
            sum += weights(f, ky, kx, c) * src(n, sy, sx, c);
        });
        result(n, y, x, f) = sum;
    });
    return result;
}

template <class Real>
xt::xtensor<Real, 4> convolution_backward_data(const Convolution &shape, const xt::xtensor<Real, 4> &d_dst,
                                               const xt::xtensor<Real, 4> &weights) {
    xt::xtensor<Real, 4> d_src(shape.src_shape(d_dst.shape(0)), Real(0));
    for_each(shape.dst_shape(d_dst.shape(0)), [&](std::size_t n, std::size_t y, std::size_t x, std::size_t f) {
        for_each_tap(shape, y, x, [&](std::size_t ky, std::size_t kx, std::size_t c, std::size_t sy, std::size_t sx) {
            d_src(n, sy, sx, c) += d_dst(n, y, x, f) * weights(f, ky, kx, c);
        });
    });
    return d_src;
}

template <class Real>
WeightGradients<Real> convolution_backward_weights(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                                                   const xt::xtensor<Real, 4> &d_dst) {
    WeightGradients<Real> gradients{xt::xtensor<Real, 4>(shape.weights_shape(), Real(0)),
                                    xt::xtensor<Real, 1>(std::array<std::size_t, 1>{shape.filters}, Real(0))};
    for_each(shape.dst_shape(d_dst.shape(0)), [&](std::size_t n, std::size_t y, std::size_t x, std::size_t f) {
        gradients.bias(f) += d_dst(n, y, x, f);
        for_each_tap(shape, y, x, [&](std::size_t ky, std::size_t kx, std::size_t c, std::size_t sy, std::size_t sx) {
            gradients.weights(f, ky, kx, c) += d_dst(n, y, x, f) * src(n, sy, sx, c);
        });
    });
    return gradients;
}

template xt::xtensor<float, 4> convolve(const Convolution &, const xt::xtensor<float, 4> &,
                                        const xt::xtensor<float, 4> &, const xt::xtensor<float, 1> &);
template xt::xtensor<double, 4> convolve(const Convolution &, const xt::xtensor<double, 4> &,
                                         const xt::xtensor<double, 4> &, const xt::xtensor<double, 1> &);
template xt::xtensor<float, 4> convolution_backward_data(const Convolution &, const xt::xtensor<float, 4> &,
                                                         const xt::xtensor<float, 4> &);
template xt::xtensor<double, 4> convolution_backward_data(const Convolution &, const xt::xtensor<double, 4> &,
                                                          const xt::xtensor<double, 4> &);
template WeightGradients<float> convolution_backward_weights(const Convolution &, const xt::xtensor<float, 4> &,
                                                             const xt::xtensor<float, 4> &);
template WeightGradients<double> convolution_backward_weights(const Convolution &, const xt::xtensor<double, 4> &,
                                                              const xt::xtensor<double, 4> &);

} // namespace halenet::reference
