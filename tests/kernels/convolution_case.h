/// One convolution of the kernel tests: its shape, random inputs, and how a kernel is told of it.
#pragma once

#include "tests/kernels/fused_convolution.h"
#include "tests/kernels/kernel.h"
#include "tests/reference/random.h"

namespace halenet::kernels {

using description::Activation;

/// Odd sizes of everything: channels 1, 3, 6, 7; filters 1, 5, 6, 7, 16, 17; kernels 1 to 7; strides 1 to 3; pools 1,
/// 2, 3; both paddings; all activations; extents that no vector divides, rows and columns that fill no window.
inline const std::vector<FusedConvolution> convolution_shapes = {
    {.channels = 1,
     .width = 28,
     .height = 28,
     .filters = 6,
     .kernel = 5,
     .same = true,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 6, .width = 14, .height = 14, .filters = 16, .kernel = 5, .pool = 2, .activation = Activation::relu},
    {.channels = 3,
     .width = 13,
     .height = 11,
     .filters = 7,
     .kernel = 3,
     .same = true,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 7,
     .width = 9,
     .height = 10,
     .filters = 5,
     .kernel = 2,
     .same = true,
     .pool = 3,
     .activation = Activation::relu},
    {.channels = 1, .width = 17, .height = 9, .filters = 17, .kernel = 3, .pool = 2, .activation = Activation::relu},
    {.channels = 3, .width = 8, .height = 8, .filters = 1, .kernel = 1},
    {.channels = 7, .width = 7, .height = 5, .filters = 16, .kernel = 5, .same = true, .activation = Activation::relu},
    {.channels = 1, .width = 5, .height = 6, .filters = 5, .kernel = 2},
    {.channels = 3, .width = 10, .height = 7, .filters = 6, .kernel = 5, .pool = 3, .activation = Activation::relu},
    {.channels = 7,
     .width = 12,
     .height = 12,
     .filters = 17,
     .kernel = 1,
     .same = true,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 3, .width = 11, .height = 11, .filters = 16, .kernel = 2, .pool = 3},
    {.channels = 1, .width = 5, .height = 5, .filters = 1, .kernel = 5, .activation = Activation::relu},
    {.channels = 7,
     .width = 19,
     .height = 3,
     .filters = 7,
     .kernel = 2,
     .same = true,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 3,
     .width = 15,
     .height = 12,
     .filters = 7,
     .kernel = 3,
     .stride = 2,
     .same = true,
     .activation = Activation::relu},
    {.channels = 6,
     .width = 14,
     .height = 13,
     .filters = 16,
     .kernel = 4,
     .stride = 2,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 1,
     .width = 16,
     .height = 19,
     .filters = 5,
     .kernel = 7,
     .stride = 3,
     .same = true,
     .pool = 2,
     .activation = Activation::tanh},
    {.channels = 7,
     .width = 23,
     .height = 24,
     .filters = 17,
     .kernel = 6,
     .stride = 3,
     .pool = 3,
     .activation = Activation::relu},
    {.channels = 3,
     .width = 9,
     .height = 8,
     .filters = 6,
     .kernel = 1,
     .stride = 2,
     .same = true,
     .activation = Activation::tanh},
    {.channels = 1, .width = 11, .height = 10, .filters = 1, .kernel = 2, .stride = 3},
};

/// For weights that are no numbers: all activations, with and without pooling.
inline const std::vector<FusedConvolution> nan_shapes = {
    {.channels = 3,
     .width = 13,
     .height = 11,
     .filters = 7,
     .kernel = 3,
     .same = true,
     .pool = 2,
     .activation = Activation::relu},
    {.channels = 3, .width = 13, .height = 11, .filters = 7, .kernel = 3, .same = true, .activation = Activation::relu},
    {.channels = 3, .width = 13, .height = 11, .filters = 7, .kernel = 3, .pool = 2},
    {.channels = 3, .width = 13, .height = 11, .filters = 7, .kernel = 3, .pool = 2, .activation = Activation::tanh},
};

/// What every kernel of a convolution is told.
inline Parameters parameters_of(const FusedConvolution &shape) {
    return {{"channels", std::to_string(shape.channels)}, {"width", std::to_string(shape.width)},
            {"height", std::to_string(shape.height)},     {"filters", std::to_string(shape.filters)},
            {"kernel", std::to_string(shape.kernel)},     {"stride", std::to_string(shape.stride)},
            {"same", shape.same ? "true" : "false"},      {"pool", std::to_string(shape.pool)}};
}

inline Parameters parameter_of(Activation activation) {
    return {{"activation", std::string(description::to_string(activation))}};
}

inline Parameters with(Parameters parameters, const Parameters &more) {
    parameters.insert(more.begin(), more.end());
    return parameters;
}

inline std::string name_of(const FusedConvolution &s) {
    return fmt::format("{}x{}x{}, {} filters {}x{}, stride {}, {}, pool {}, {}", s.width, s.height, s.channels,
                       s.filters, s.kernel, s.kernel, s.stride, s.same ? "same" : "valid", s.pool,
                       description::to_string(s.activation));
}

/// Numbers of images in a shard that every convolution kernel is run with.
inline constexpr std::size_t shard_sizes[] = {1, 2, 15, 16};

/// How the numbers are drawn. With small whole numbers every sum is exact in float: results must be equal, and ties and
/// closed windows abound. With fractions a result may differ by the rounding of its sum.
enum class Draw { integers, fractions };

template <std::size_t Rank>
xt::xtensor<double, Rank> drawn(reference::Random &random, Draw draw, const std::array<std::size_t, Rank> &shape) {
    return draw == Draw::integers ? reference::integers<double>(random, shape, 2)
                                  : reference::uniform<double>(random, shape);
}

/// An argmax as some forward pass could have left it: any place of the window, or closed where there is a ReLU.
inline xt::xtensor<std::uint8_t, 4> drawn_argmax(reference::Random &random, const FusedConvolution &shape,
                                                 std::size_t images) {
    const int places = extent(shape.pool * shape.pool);
    return reference::filled<std::uint8_t>(shape.dst_shape(images), [&] {
        const bool closed = shape.activation == Activation::relu && random.below(2) == 0;
        return closed ? int{closed_window} : random.below(places);
    });
}

template <class Tensor>
Tensor magnitudes(Tensor tensor) {
    for (auto &value : tensor) {
        value = std::abs(value);
    }
    return tensor;
}

} // namespace halenet::kernels
