/// The first layer's convolution, on pixels, against the naive oracle in double.
#include "runtime/reference/normalize.h"
#include "tests/kernels/comparison.h"
#include "tests/kernels/convolution_memory.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;

namespace {

/// Pixels with their normalisation. Whole numbers: a pixel k becomes k - 2 exactly.
struct Pixels {
    double mean;
    double deviation;
    xt::xtensor<std::uint8_t, 4> bytes;

    Pixels(Random &random, Draw draw, const std::array<std::size_t, 4> &shape)
        : mean(mean_of(draw)), deviation(deviation_of(draw)),
          bytes(
              reference::filled<std::uint8_t>(shape, [&] { return random.below(draw == Draw::integers ? 5 : 256); })) {}

    static double mean_of(Draw draw) { return draw == Draw::integers ? 2.0 / 255.0 : 0.1307; }
    static double deviation_of(Draw draw) { return draw == Draw::integers ? 1.0 / 255.0 : 0.3081; }
    static Parameters parameters_of(Draw draw) {
        return {{"mean", text(mean_of(draw))}, {"deviation", text(deviation_of(draw))}};
    }

    /// As the layer sees them; whole numbers are rounded, because (k / 255 - mean) / deviation is not exact in double.
    [[nodiscard]] xt::xtensor<double, 4> normalized(Draw draw) const {
        auto result = reference::normalize<double>(bytes, mean, deviation);
        if (draw == Draw::integers) {
            for (double &value : result) {
                value = std::round(value);
            }
        }
        return result;
    }

    /// Of the two terms that normalisation subtracts: what its rounding errors scale with.
    [[nodiscard]] xt::xtensor<double, 4> normalized_magnitudes() const {
        return reference::normalize<double>(bytes, -mean, deviation);
    }
};

} // namespace

TEST_CASE("image_conv2d_forward normalises, and is then the oracle's convolution", "[kernels][convolution]") {
    const FusedConvolution s = GENERATE(from_range(convolution_shapes));
    INFO(name_of(s));
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        const Kernel forward("image_conv2d_forward",
                             with(with(parameters_of(s), parameter_of(s.activation)), Pixels::parameters_of(draw)));
        Random random(21);
        const auto weights = drawn(random, draw, s.weights_shape());
        const auto bias = drawn(random, draw, std::array{s.filters});
        Memory<float> weights_memory(weights);
        Memory<float> bias_memory(bias);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images of " << (draw == Draw::integers ? "whole numbers" : "fractions"));
            const Pixels pixels(random, draw, s.src_shape(images));
            Memory<std::uint8_t> source(pixels.bytes, source_rows(s, images));
            Memory<float> dst(pooled_extents(s, images));
            PlanarArgmax argmax(s, images);
            auto places = argmax.output();
            forward(source, weights_memory, bias_memory, dst, places);
            check_pooled(s, draw, reference::convolve(s.convolution(), pixels.normalized(draw), weights, bias),
                         reference::convolve(s.convolution(), pixels.normalized_magnitudes(), magnitudes(weights),
                                             magnitudes(bias)),
                         dst, argmax.dense());
        }
    }
}

TEST_CASE("image_conv2d_forward: on a flat background the first of equal values wins", "[kernels][convolution]") {
    const FusedConvolution s{
        .channels = 1, .width = 12, .height = 10, .filters = 7, .kernel = 3, .pool = 2, .activation = Activation::relu};
    const Kernel forward("image_conv2d_forward",
                         with(parameters_of(s), {{"activation", "relu"}, {"mean", "0.1307"}, {"deviation", "0.3081"}}));
    Random random(22);
    const auto weights = drawn(random, Draw::fractions, s.weights_shape());
    Memory<float> weights_memory(weights);
    Memory<float> bias(drawn(random, Draw::fractions, std::array{s.filters}));
    Memory<std::uint8_t> source(xt::xtensor<std::uint8_t, 4>(s.src_shape(2), std::uint8_t{0}), source_rows(s, 2));
    Memory<float> dst(pooled_extents(s, 2));
    PlanarArgmax planar(s, 2);
    auto places = planar.output();
    forward(source, weights_memory, bias, dst, places);
    const Memory<std::uint8_t> argmax = planar.dense();
    for (std::size_t k = 0; k < argmax.size(); ++k) {
        CHECK(argmax[k] == (dst[k] > 0 ? 0 : closed_window));
    }
}

TEST_CASE("image_conv2d_forward: a weight that is no number makes its filter none, and closes its windows",
          "[kernels][convolution]") {
    const FusedConvolution s = GENERATE(from_range(nan_shapes));
    INFO(name_of(s));
    const Draw draw = Draw::fractions;
    Random random(24);
    auto weights = drawn(random, draw, s.weights_shape());
    weights(3, 1, 0, 2) = std::numeric_limits<double>::quiet_NaN();
    Memory<float> weights_memory(weights);
    Memory<float> bias(drawn(random, draw, std::array{s.filters}));
    Memory<std::uint8_t> source(Pixels(random, draw, s.src_shape(2)).bytes, source_rows(s, 2));
    Memory<float> dst(pooled_extents(s, 2));
    PlanarArgmax argmax(s, 2);
    auto places = argmax.output();
    Kernel("image_conv2d_forward", with(with(parameters_of(s), parameter_of(s.activation)),
                                        Pixels::parameters_of(draw)))(source, weights_memory, bias, dst, places);
    check_nan_filter(s, 3, dst, argmax.dense());
}

TEST_CASE("image_conv2d_backward_weights sums the images' gradients", "[kernels][convolution]") {
    const FusedConvolution s = GENERATE(from_range(convolution_shapes));
    INFO(name_of(s));
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        const Kernel backward("image_conv2d_backward_weights", with(parameters_of(s), Pixels::parameters_of(draw)));
        Random random(23);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images of " << (draw == Draw::integers ? "whole numbers" : "fractions"));
            const Pixels pixels(random, draw, s.src_shape(images));
            const auto d_dst = drawn(random, draw, s.dst_shape(images));
            const auto argmax = drawn_argmax(random, s, images);
            Memory<std::uint8_t> source(pixels.bytes, source_rows(s, images));
            Memory<float> gradient = pooled_gradient(s, d_dst, argmax);
            PlanarArgmax places(s, argmax);
            Memory<float> d_weights(filter_extents(s));
            Memory<float> d_bias({extent(s.filters)});
            backward(source, gradient, places.input(), d_weights, d_bias);
            check_weight_gradients(s, draw, pixels.normalized(draw), pixels.normalized_magnitudes(), d_dst, argmax,
                                   d_weights, d_bias);
        }
    }
}
