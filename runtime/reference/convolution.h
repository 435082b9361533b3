/// The naive oracle of convolution and bias: loops that follow the definition, and nothing else. Activation and pooling
/// are steps of their own.
/// Shapes are written outermost first. An image is (y, x, c), a batch of them (n, y, x, c), weights are (f, ky, kx, c).
#pragma once

#include <xtensor/xtensor.hpp>

#include <array>
#include <cstddef>

namespace halenet::reference {

struct Convolution {
    std::size_t channels = 1;
    std::size_t width = 1;
    std::size_t height = 1;
    std::size_t filters = 1;
    std::size_t kernel = 1;
    std::size_t stride = 1;
    bool same = false; ///< zeros around the source, so that an extent n becomes ceil(n / stride)

    [[nodiscard]] std::size_t convolved_width() const { return convolved(width); }
    [[nodiscard]] std::size_t convolved_height() const { return convolved(height); }
    /// Zeros before a source of that extent: of all that the last position needs, half, rounded down.
    [[nodiscard]] std::size_t before(std::size_t extent) const {
        const std::size_t needed = (convolved(extent) - 1) * stride + kernel;
        return same && needed > extent ? (needed - extent) / 2 : 0;
    }
    /// Products in one output: the length of the sum.
    [[nodiscard]] std::size_t terms() const { return channels * kernel * kernel; }

    [[nodiscard]] std::array<std::size_t, 4> src_shape(std::size_t images) const {
        return {images, height, width, channels};
    }
    [[nodiscard]] std::array<std::size_t, 4> dst_shape(std::size_t images) const {
        return {images, convolved_height(), convolved_width(), filters};
    }
    [[nodiscard]] std::array<std::size_t, 4> weights_shape() const { return {filters, kernel, kernel, channels}; }

  private:
    [[nodiscard]] std::size_t convolved(std::size_t extent) const {
        return same ? (extent + stride - 1) / stride : (extent - kernel) / stride + 1;
    }
};

template <class Real>
struct WeightGradients {
    xt::xtensor<Real, 4> weights;
    xt::xtensor<Real, 1> bias;
};

/// (n, y, x, c) to (n, y, x, f).
template <class Real>
xt::xtensor<Real, 4> convolve(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                              const xt::xtensor<Real, 4> &weights, const xt::xtensor<Real, 1> &bias);

/// The gradient of the source, given the gradient of what `convolve` returned.
template <class Real>
xt::xtensor<Real, 4> convolution_backward_data(const Convolution &shape, const xt::xtensor<Real, 4> &d_dst,
                                               const xt::xtensor<Real, 4> &weights);

/// The gradients of weights and bias, summed over the images.
template <class Real>
WeightGradients<Real> convolution_backward_weights(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                                                   const xt::xtensor<Real, 4> &d_dst);

} // namespace halenet::reference
