/// The oracle of a fused convolution, put together from the oracle's layers: convolution, activation, max pooling, and
/// the argmax that joins the forward kernel to the backward ones.
#pragma once

#include "runtime/reference/activation.h"
#include "runtime/reference/convolution.h"
#include "runtime/reference/pool.h"

namespace halenet::kernels {

/// An argmax that says: ReLU closed this window, no gradient passes.
inline constexpr std::uint8_t closed_window = 255;

struct FusedConvolution {
    std::size_t channels = 1;
    std::size_t width = 1;
    std::size_t height = 1;
    std::size_t filters = 1;
    std::size_t kernel = 1;
    std::size_t stride = 1;
    bool same = false;
    std::size_t pool = 1; ///< windows of pool x pool that do not overlap; what fills no window is dropped
    description::Activation activation = description::Activation::identity;

    [[nodiscard]] reference::Convolution convolution() const {
        return {.channels = channels,
                .width = width,
                .height = height,
                .filters = filters,
                .kernel = kernel,
                .stride = stride,
                .same = same};
    }
    [[nodiscard]] reference::Pool pooling() const {
        return {.channels = filters,
                .width = convolution().convolved_width(),
                .height = convolution().convolved_height(),
                .size = pool,
                .stride = pool};
    }
    [[nodiscard]] std::size_t pooled_width() const { return dst_shape(1)[2]; }
    [[nodiscard]] std::size_t pooled_height() const { return dst_shape(1)[1]; }
    [[nodiscard]] std::size_t terms() const { return convolution().terms(); }
    [[nodiscard]] std::array<std::size_t, 4> src_shape(std::size_t images) const {
        return convolution().src_shape(images);
    }
    [[nodiscard]] std::array<std::size_t, 4> dst_shape(std::size_t images) const { return pooling().dst_shape(images); }
    [[nodiscard]] std::array<std::size_t, 4> weights_shape() const { return convolution().weights_shape(); }
};

/// Activation and pooling of what `convolve` returned.
inline reference::MaxPoolOutput<double> activate_and_pool(const FusedConvolution &s,
                                                          const xt::xtensor<double, 4> &convolved) {
    auto output = reference::max_pool(s.pooling(), reference::activate(convolved, s.activation));
    for (std::size_t k = 0; k < output.dst.size(); ++k) {
        if (s.activation == description::Activation::relu && !(output.dst.flat(k) > 0)) {
            output.argmax.flat(k) = closed_window;
        }
    }
    return output;
}

/// The gradient of the convolution's output, given that of the pooled one and where each window's value came from.
inline xt::xtensor<double, 4> unpooled(const FusedConvolution &s, xt::xtensor<double, 4> d_dst,
                                       xt::xtensor<std::uint8_t, 4> argmax) {
    for (std::size_t k = 0; k < argmax.size(); ++k) {
        if (argmax.flat(k) == closed_window) {
            d_dst.flat(k) = 0;
            argmax.flat(k) = 0;
        }
    }
    return reference::max_pool_backward(s.pooling(), d_dst, argmax);
}

inline xt::xtensor<double, 4> fused_backward_data(const FusedConvolution &s, const xt::xtensor<double, 4> &d_dst,
                                                  const xt::xtensor<std::uint8_t, 4> &argmax,
                                                  const xt::xtensor<double, 4> &weights) {
    return reference::convolution_backward_data(s.convolution(), unpooled(s, d_dst, argmax), weights);
}

inline reference::WeightGradients<double> fused_backward_weights(const FusedConvolution &s,
                                                                 const xt::xtensor<double, 4> &src,
                                                                 const xt::xtensor<double, 4> &d_dst,
                                                                 const xt::xtensor<std::uint8_t, 4> &argmax) {
    return reference::convolution_backward_weights(s.convolution(), src, unpooled(s, d_dst, argmax));
}

} // namespace halenet::kernels
