/// The naive oracle of convolution + bias + ReLU + max pooling: loops that follow the definition, and nothing else.
/// Shapes are written outermost first. An image is (y, x, c), a batch of them (n, y, x, c), weights are (f, ky, kx, c).
#pragma once

#include <xtensor/xtensor.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace halenet::reference {

/// An argmax that says: ReLU closed this window, no gradient passes.
inline constexpr std::uint8_t closed_window = 255;

struct Convolution {
    std::size_t channels = 1;
    std::size_t width = 1;
    std::size_t height = 1;
    std::size_t filters = 1;
    std::size_t kernel = 1;
    bool same = false;    ///< zeros around the source, (kernel - 1) / 2 of them before it
    std::size_t pool = 1; ///< windows of pool x pool that do not overlap; what fills no window is dropped
    bool relu = false;    ///< select(x < 0, 0, x)

    [[nodiscard]] std::size_t convolved(std::size_t extent) const { return same ? extent : extent - kernel + 1; }
    [[nodiscard]] std::size_t pooled_width() const { return convolved(width) / pool; }
    [[nodiscard]] std::size_t pooled_height() const { return convolved(height) / pool; }
    /// Products in one output: the length of the sum.
    [[nodiscard]] std::size_t terms() const { return channels * kernel * kernel; }

    [[nodiscard]] std::array<std::size_t, 4> src_shape(std::size_t images) const {
        return {images, height, width, channels};
    }
    [[nodiscard]] std::array<std::size_t, 4> dst_shape(std::size_t images) const {
        return {images, pooled_height(), pooled_width(), filters};
    }
    [[nodiscard]] std::array<std::size_t, 4> weights_shape() const { return {filters, kernel, kernel, channels}; }
};

template <class Real>
struct ConvolutionOutput {
    xt::xtensor<Real, 4> dst;
    /// Which of a window's values is greatest, ax + pool * ay, the first of equal ones; or `closed_window`.
    xt::xtensor<std::uint8_t, 4> argmax;
};

template <class Real>
struct WeightGradients {
    xt::xtensor<Real, 4> weights;
    xt::xtensor<Real, 1> bias;
};

/// Before ReLU and pooling: (n, y, x, f).
template <class Real>
xt::xtensor<Real, 4> convolve(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                              const xt::xtensor<Real, 4> &weights, const xt::xtensor<Real, 1> &bias);

/// ReLU and pooling of what `convolve` returned.
template <class Real>
ConvolutionOutput<Real> activate_and_pool(const Convolution &shape, const xt::xtensor<Real, 4> &convolved);

template <class Real>
ConvolutionOutput<Real> convolution_forward(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                                            const xt::xtensor<Real, 4> &weights, const xt::xtensor<Real, 1> &bias) {
    return activate_and_pool(shape, convolve(shape, src, weights, bias));
}

/// The gradient of the source, given the gradient of the pooled output and where each window's value came from.
template <class Real>
xt::xtensor<Real, 4> convolution_backward_data(const Convolution &shape, const xt::xtensor<Real, 4> &d_dst,
                                               const xt::xtensor<std::uint8_t, 4> &argmax,
                                               const xt::xtensor<Real, 4> &weights);

/// The gradients of weights and bias, summed over the images.
template <class Real>
WeightGradients<Real> convolution_backward_weights(const Convolution &shape, const xt::xtensor<Real, 4> &src,
                                                   const xt::xtensor<Real, 4> &d_dst,
                                                   const xt::xtensor<std::uint8_t, 4> &argmax);

/// How far the nearest window is from a kink of ReLU or a tie between its greatest values: finite differences with a
/// smaller step see no kink.
template <class Real>
Real distance_to_kink(const Convolution &shape, const xt::xtensor<Real, 4> &convolved);

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

/// select(x < 0, 0, x): a NaN stays a NaN.
template <class Real>
Real relu(Real x) {
    return x < 0 ? Real(0) : x;
}

} // namespace halenet::reference
