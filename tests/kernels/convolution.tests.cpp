/// The fused convolution on rows, forward and backward, against the naive oracle in double.
#include "tests/kernels/comparison.h"
#include "tests/kernels/convolution_memory.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;

TEST_CASE("conv2d_forward is the oracle's convolution, activation, pooling and argmax", "[kernels][convolution]") {
    const FusedConvolution s = GENERATE(from_range(convolution_shapes));
    INFO(name_of(s));
    const Kernel forward = forward_kernel(s);
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        Random random(11);
        const auto weights = drawn(random, draw, s.weights_shape());
        const auto bias = drawn(random, draw, std::array{s.filters});
        Memory<float> packed = packed_forward(s, weights, bias);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images of " << (draw == Draw::integers ? "whole numbers" : "fractions"));
            const auto src = drawn(random, draw, s.src_shape(images));
            Memory<float> source(src, source_rows(s, images));
            Memory<float> dst(pooled_extents(s, images));
            Memory<std::uint8_t> argmax(pooled_extents(s, images));
            forward(source, packed, dst, argmax);
            check_pooled(s, draw, reference::convolve(s.convolution(), src, weights, bias),
                         reference::convolve(s.convolution(), magnitudes(src), magnitudes(weights), magnitudes(bias)),
                         dst, argmax);
        }
    }
}

TEST_CASE("conv2d_forward of an image does not depend on its shard", "[kernels][convolution]") {
    const FusedConvolution s = convolution_shapes[2];
    const Kernel forward = forward_kernel(s);
    Random random(12);
    Memory<float> packed = packed_forward(s, drawn(random, Draw::fractions, s.weights_shape()),
                                          drawn(random, Draw::fractions, std::array{s.filters}));
    const auto src = drawn(random, Draw::fractions, s.src_shape(16));
    Memory<float> source(src, source_rows(s, 16));
    Memory<float> all(pooled_extents(s, 16));
    Memory<std::uint8_t> all_argmax(pooled_extents(s, 16));
    forward(source, packed, all, all_argmax);
    for (std::size_t n = 0; n < 16; ++n) {
        INFO("image " << n);
        Memory<float> dst(pooled_extents(s, 1));
        Memory<std::uint8_t> argmax(pooled_extents(s, 1));
        Halide::Runtime::Buffer<float> alone(source.data() + n * s.channels * s.width * s.height, source_rows(s, 1));
        forward(alone, packed, dst, argmax);
        CHECK(std::equal(dst.data(), dst.data() + dst.size(), all.data() + n * dst.size()));
        CHECK(std::equal(argmax.data(), argmax.data() + argmax.size(), all_argmax.data() + n * argmax.size()));
    }
}

TEST_CASE("conv2d_forward: a weight that is no number makes its filter none, and closes its windows",
          "[kernels][convolution]") {
    const FusedConvolution s = GENERATE(from_range(nan_shapes));
    INFO(name_of(s));
    Random random(15);
    auto weights = drawn(random, Draw::fractions, s.weights_shape());
    weights(3, 1, 0, 2) = std::numeric_limits<double>::quiet_NaN();
    Memory<float> packed = packed_forward(s, weights, drawn(random, Draw::fractions, std::array{s.filters}));
    Memory<float> source(drawn(random, Draw::fractions, s.src_shape(2)), source_rows(s, 2));
    Memory<float> dst(pooled_extents(s, 2));
    Memory<std::uint8_t> argmax(pooled_extents(s, 2));
    forward_kernel(s)(source, packed, dst, argmax);
    check_nan_filter(s, 3, dst, argmax);
}

TEST_CASE("rows of the convolution kernels may lie apart, and nothing is written between them",
          "[kernels][convolution]") {
    const FusedConvolution s = convolution_shapes[2];
    constexpr std::size_t images = 3;
    constexpr int gap = 5;
    Random random(16);
    const auto src = drawn(random, Draw::fractions, s.src_shape(images));
    const auto weights = drawn(random, Draw::fractions, s.weights_shape());
    Memory<float> packed = packed_forward(s, weights, drawn(random, Draw::fractions, std::array{s.filters}));
    Memory<float> packed_gradient = packed_backward(s, weights);
    const Kernel forward = forward_kernel(s);
    const Kernel backward_data("conv2d_backward_data", parameters_of(s));
    const Kernel backward_weights("conv2d_backward_weights", parameters_of(s));

    /// All results of one run, its rows `apart` elements further apart than they are long; gaps cut out again.
    const auto run = [&](int apart) {
        Rows<float> source(source_rows(s, images), apart);
        Rows<float> dst(pooled_rows(s, images), apart);
        Rows<std::uint8_t> argmax(pooled_rows(s, images), apart);
        Rows<float> d_src(source_rows(s, images), apart);
        Memory<float> d_weights(filter_extents(s));
        Memory<float> d_bias({extent(s.filters)});
        source.fill(src);
        auto dst_buffer = dst.buffer(pooled_extents(s, images));
        auto argmax_buffer = argmax.buffer(pooled_extents(s, images));
        auto source_buffer = source.buffer();
        forward(source_buffer, packed, dst_buffer, argmax_buffer);
        auto gradient = dst.buffer(); // any numbers do
        auto places = argmax.buffer();
        auto d_src_buffer = d_src.buffer();
        auto shifted = flat(packed_gradient);
        backward_data(gradient, places, shifted, d_src_buffer);
        backward_weights(source_buffer, gradient, places, d_weights, d_bias);
        CHECK((dst.gaps_intact() && argmax.gaps_intact() && d_src.gaps_intact()));
        std::vector<float> results = dst.values();
        for (const auto &more :
             {d_src.values(), std::vector<float>(d_weights.data(), d_weights.data() + d_weights.size()),
              std::vector<float>(d_bias.data(), d_bias.data() + d_bias.size())}) {
            results.insert(results.end(), more.begin(), more.end());
        }
        return results;
    };
    CHECK(run(gap) == run(0));
}

TEST_CASE("conv2d_backward_data takes a gradient back through a given argmax", "[kernels][convolution]") {
    const FusedConvolution s = GENERATE(from_range(convolution_shapes));
    INFO(name_of(s));
    const Kernel backward("conv2d_backward_data", parameters_of(s));
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        Random random(13);
        const auto weights = drawn(random, draw, s.weights_shape());
        Memory<float> packed = packed_backward(s, weights);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images of " << (draw == Draw::integers ? "whole numbers" : "fractions"));
            const auto d_dst = drawn(random, draw, s.dst_shape(images));
            const auto argmax = drawn_argmax(random, s, images);
            Memory<float> gradient = pooled_gradient(s, d_dst, argmax);
            Memory<std::uint8_t> places(argmax, pooled_rows(s, images));
            Memory<float> d_src(source_rows(s, images));
            auto shifted = flat(packed);
            backward(gradient, places, shifted, d_src);
            check_sums(draw, s.filters * s.kernel * s.kernel, fused_backward_data(s, d_dst, argmax, weights),
                       fused_backward_data(s, magnitudes(d_dst), argmax, magnitudes(weights)), d_src);
        }
    }
}

TEST_CASE("conv2d_backward_weights sums the images' gradients through a given argmax", "[kernels][convolution]") {
    const FusedConvolution s = GENERATE(from_range(convolution_shapes));
    INFO(name_of(s));
    const Kernel backward("conv2d_backward_weights", parameters_of(s));
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        Random random(14);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images of " << (draw == Draw::integers ? "whole numbers" : "fractions"));
            const auto src = drawn(random, draw, s.src_shape(images));
            const auto d_dst = drawn(random, draw, s.dst_shape(images));
            const auto argmax = drawn_argmax(random, s, images);
            Memory<float> source(src, source_rows(s, images));
            Memory<float> gradient = pooled_gradient(s, d_dst, argmax);
            Memory<std::uint8_t> places(argmax, pooled_rows(s, images));
            Memory<float> d_weights(filter_extents(s));
            Memory<float> d_bias({extent(s.filters)});
            backward(source, gradient, places, d_weights, d_bias);
            check_weight_gradients(s, draw, src, magnitudes(src), d_dst, argmax, d_weights, d_bias);
        }
    }
}
