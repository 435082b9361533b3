/// The naive oracle of dense layers, before their activation. Shapes are outermost first: activations (n, i) and (n,
/// u), weights (u, i).
#pragma once

#include <xtensor/xtensor.hpp>

namespace halenet::reference {

template <class Real>
struct DenseGradients {
    xt::xtensor<Real, 2> weights;
    xt::xtensor<Real, 1> bias;
};

template <class Real>
xt::xtensor<Real, 2> dense_forward(const xt::xtensor<Real, 2> &src, const xt::xtensor<Real, 2> &weights,
                                   const xt::xtensor<Real, 1> &bias) {
    auto dst = xt::xtensor<Real, 2>::from_shape({src.shape(0), weights.shape(0)});
    for (std::size_t n = 0; n < src.shape(0); ++n) {
        for (std::size_t u = 0; u < weights.shape(0); ++u) {
            Real sum = bias(u);
            for (std::size_t i = 0; i < src.shape(1); ++i) {
                sum += weights(u, i) * src(n, i);
            }
            dst(n, u) = sum;
        }
    }
    return dst;
}

/// The gradient of the source, given the gradient of what `dense_forward` returned.
template <class Real>
xt::xtensor<Real, 2> dense_backward_data(const xt::xtensor<Real, 2> &d_dst, const xt::xtensor<Real, 2> &weights) {
    auto d_src = xt::xtensor<Real, 2>::from_shape({d_dst.shape(0), weights.shape(1)});
    for (std::size_t n = 0; n < d_dst.shape(0); ++n) {
        for (std::size_t i = 0; i < weights.shape(1); ++i) {
            Real sum = 0;
            for (std::size_t u = 0; u < weights.shape(0); ++u) {
                sum += weights(u, i) * d_dst(n, u);
            }
            d_src(n, i) = sum;
        }
    }
    return d_src;
}

/// The gradients of weights and bias, summed over the images.
template <class Real>
DenseGradients<Real> dense_backward_weights(const xt::xtensor<Real, 2> &src, const xt::xtensor<Real, 2> &d_dst) {
    DenseGradients<Real> gradients{
        xt::xtensor<Real, 2>(std::array<std::size_t, 2>{d_dst.shape(1), src.shape(1)}, Real(0)),
        xt::xtensor<Real, 1>(std::array<std::size_t, 1>{d_dst.shape(1)}, Real(0))};
    for (std::size_t n = 0; n < src.shape(0); ++n) {
        for (std::size_t u = 0; u < d_dst.shape(1); ++u) {
            gradients.bias(u) += d_dst(n, u);
            for (std::size_t i = 0; i < src.shape(1); ++i) {
                gradients.weights(u, i) += d_dst(n, u) * src(n, i);
            }
        }
    }
    return gradients;
}

} // namespace halenet::reference
