/// One convolution of the kernel tests: its shape, random inputs, the oracle's answers, and how far a kernel may be
/// off.
#pragma once

#include "tests/kernels/kernel.h"
#include "runtime/reference/convolution.h"
#include "tests/reference/random.h"

namespace halenet::kernels {

/// Odd sizes of everything: channels 1, 3, 6, 7; filters 1, 5, 6, 7, 16, 17; kernels 1, 2, 3, 5; pools 1, 2, 3; both
/// paddings; extents that no vector divides, rows and columns that fill no window. Each pair of values meets somewhere.
inline const std::vector<reference::Convolution> convolution_shapes = {
    {.channels = 1, .width = 28, .height = 28, .filters = 6, .kernel = 5, .same = true, .pool = 2, .relu = true},
    {.channels = 6, .width = 14, .height = 14, .filters = 16, .kernel = 5, .same = false, .pool = 2, .relu = true},
    {.channels = 3, .width = 13, .height = 11, .filters = 7, .kernel = 3, .same = true, .pool = 2, .relu = true},
    {.channels = 7, .width = 9, .height = 10, .filters = 5, .kernel = 2, .same = true, .pool = 3, .relu = true},
    {.channels = 1, .width = 17, .height = 9, .filters = 17, .kernel = 3, .same = false, .pool = 2, .relu = true},
    {.channels = 3, .width = 8, .height = 8, .filters = 1, .kernel = 1, .same = false, .pool = 1, .relu = false},
    {.channels = 7, .width = 7, .height = 5, .filters = 16, .kernel = 5, .same = true, .pool = 1, .relu = true},
    {.channels = 1, .width = 5, .height = 6, .filters = 5, .kernel = 2, .same = false, .pool = 1, .relu = false},
    {.channels = 3, .width = 10, .height = 7, .filters = 6, .kernel = 5, .same = false, .pool = 3, .relu = true},
    {.channels = 7, .width = 12, .height = 12, .filters = 17, .kernel = 1, .same = true, .pool = 2, .relu = true},
    {.channels = 3, .width = 11, .height = 11, .filters = 16, .kernel = 2, .same = false, .pool = 3, .relu = false},
    {.channels = 1, .width = 5, .height = 5, .filters = 1, .kernel = 5, .same = false, .pool = 1, .relu = true},
    {.channels = 7, .width = 19, .height = 3, .filters = 7, .kernel = 2, .same = true, .pool = 2, .relu = true},
};

/// For weights that are no numbers: with and without ReLU and pooling.
inline const std::vector<reference::Convolution> nan_shapes = {
    {.channels = 3, .width = 13, .height = 11, .filters = 7, .kernel = 3, .same = true, .pool = 2, .relu = true},
    {.channels = 3, .width = 13, .height = 11, .filters = 7, .kernel = 3, .same = true, .pool = 1, .relu = true},
    {.channels = 3, .width = 13, .height = 11, .filters = 7, .kernel = 3, .same = false, .pool = 2, .relu = false},
};

inline Parameters parameters_of(const reference::Convolution &shape) {
    return {{"channels", std::to_string(shape.channels)}, {"width", std::to_string(shape.width)},
            {"height", std::to_string(shape.height)},     {"filters", std::to_string(shape.filters)},
            {"kernel", std::to_string(shape.kernel)},     {"same", shape.same ? "true" : "false"},
            {"pool", std::to_string(shape.pool)}};
}

inline Parameters with(Parameters parameters, const Parameters &more) {
    parameters.insert(more.begin(), more.end());
    return parameters;
}

inline std::string name_of(const reference::Convolution &s) {
    return fmt::format("{}x{}x{}, {} filters {}x{}, {}, pool {}{}", s.width, s.height, s.channels, s.filters, s.kernel,
                       s.kernel, s.same ? "same" : "valid", s.pool, s.relu ? ", relu" : "");
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
inline xt::xtensor<std::uint8_t, 4> drawn_argmax(reference::Random &random, const reference::Convolution &shape,
                                                 std::size_t images) {
    const int places = extent(shape.pool * shape.pool);
    return reference::filled<std::uint8_t>(shape.dst_shape(images), [&] {
        const bool closed = shape.relu && random.below(2) == 0;
        return closed ? int{reference::closed_window} : random.below(places);
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
