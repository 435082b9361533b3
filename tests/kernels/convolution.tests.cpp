/// The fused convolution on rows, forward and backward, against the naive oracle in double.
#include "schedules/convolution_shape.h"
#include "tests/kernels/comparison.h"
#include "tests/kernels/convolution_case.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace halenet;
using namespace halenet::kernels;
using reference::Convolution;
using reference::Random;

namespace {

schedules::ConvolutionShape schedule_shape(const Convolution &s) {
    return {extent(s.channels), extent(s.width), extent(s.height), extent(s.filters),
            extent(s.kernel),   s.same,          extent(s.pool)};
}

int source_elements(const Convolution &s) {
    return extent(s.channels * s.width * s.height);
}
int pooled_elements(const Convolution &s) {
    return extent(s.filters * s.pooled_width() * s.pooled_height());
}
std::vector<int> pooled_extents(const Convolution &s, std::size_t images) {
    return {extent(s.filters), extent(s.pooled_width()), extent(s.pooled_height()), extent(images)};
}

Memory<float> packed_forward(const Convolution &s, const xt::xtensor<double, 4> &weights,
                             const xt::xtensor<double, 1> &bias) {
    const auto layout = schedule_shape(s);
    Memory<float> packed({layout.packed_filters(), layout.packed_rows()});
    Memory<float> canonical(weights, {extent(s.terms()), extent(s.filters)});
    Memory<float> bias_memory(bias);
    Kernel("conv2d_pack_forward", parameters_of(s))(canonical, bias_memory, packed);
    return packed;
}

Memory<float> packed_backward(const Convolution &s, const xt::xtensor<double, 4> &weights) {
    const auto layout = schedule_shape(s);
    Memory<float> packed({layout.shifted_pitch(), layout.shifted_rows(), extent(s.filters)});
    Memory<float> canonical(weights, {extent(s.channels * s.kernel), extent(s.kernel), extent(s.filters)});
    Kernel("conv2d_pack_backward", parameters_of(s))(canonical, packed);
    return packed;
}

/// The packed weights as the one-dimensional input of backward data.
Halide::Runtime::Buffer<float> flat(Memory<float> &memory) {
    return Halide::Runtime::Buffer<float>(memory.data(), std::vector<int>{extent(memory.size())});
}

Kernel forward_kernel(const Convolution &s) {
    return Kernel("conv2d_forward", with(parameters_of(s), {{"relu", s.relu ? "true" : "false"}}));
}

} // namespace

TEST_CASE("conv2d_forward is the oracle's convolution, ReLU, pooling and argmax", "[kernels][convolution]") {
    const Convolution s = GENERATE(from_range(convolution_shapes));
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
            Memory<float> source(src, {source_elements(s), extent(images)});
            Memory<float> dst(pooled_extents(s, images));
            Memory<std::uint8_t> argmax(pooled_extents(s, images));
            forward(source, packed, dst, argmax);
            check_pooled(s, draw, reference::convolve(s, src, weights, bias),
                         reference::convolve(s, magnitudes(src), magnitudes(weights), magnitudes(bias)), dst, argmax);
        }
    }
}

TEST_CASE("conv2d_forward of an image does not depend on its shard", "[kernels][convolution]") {
    const Convolution s = convolution_shapes[2];
    const Kernel forward = forward_kernel(s);
    Random random(12);
    Memory<float> packed = packed_forward(s, drawn(random, Draw::fractions, s.weights_shape()),
                                          drawn(random, Draw::fractions, std::array{s.filters}));
    const auto src = drawn(random, Draw::fractions, s.src_shape(16));
    Memory<float> source(src, {source_elements(s), 16});
    Memory<float> all(pooled_extents(s, 16));
    Memory<std::uint8_t> all_argmax(pooled_extents(s, 16));
    forward(source, packed, all, all_argmax);
    for (std::size_t n = 0; n < 16; ++n) {
        INFO("image " << n);
        Memory<float> dst(pooled_extents(s, 1));
        Memory<std::uint8_t> argmax(pooled_extents(s, 1));
        Halide::Runtime::Buffer<float> alone(source.data() + n * static_cast<std::size_t>(source_elements(s)),
                                             std::vector<int>{source_elements(s), 1});
        forward(alone, packed, dst, argmax);
        CHECK(std::equal(dst.data(), dst.data() + dst.size(), all.data() + n * dst.size()));
        CHECK(std::equal(argmax.data(), argmax.data() + argmax.size(), all_argmax.data() + n * argmax.size()));
    }
}

TEST_CASE("conv2d_backward_data takes a gradient back through a given argmax", "[kernels][convolution]") {
    const Convolution s = GENERATE(from_range(convolution_shapes));
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
            Memory<float> gradient(d_dst, {pooled_elements(s), extent(images)});
            Memory<std::uint8_t> places(argmax, {pooled_elements(s), extent(images)});
            Memory<float> d_src({source_elements(s), extent(images)});
            auto shifted = flat(packed);
            backward(gradient, places, shifted, d_src);
            check_sums(draw, s.filters * s.kernel * s.kernel,
                       reference::convolution_backward_data(s, d_dst, argmax, weights),
                       reference::convolution_backward_data(s, magnitudes(d_dst), argmax, magnitudes(weights)), d_src);
        }
    }
}

TEST_CASE("conv2d_backward_weights sums the images' gradients through a given argmax", "[kernels][convolution]") {
    const Convolution s = GENERATE(from_range(convolution_shapes));
    INFO(name_of(s));
    const Kernel backward("conv2d_backward_weights", parameters_of(s));
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        Random random(14);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images of " << (draw == Draw::integers ? "whole numbers" : "fractions"));
            const auto src = drawn(random, draw, s.src_shape(images));
            const auto d_dst = drawn(random, draw, s.dst_shape(images));
            const auto argmax = drawn_argmax(random, s, images);
            Memory<float> source(src, {source_elements(s), extent(images)});
            Memory<float> gradient(d_dst, {pooled_elements(s), extent(images)});
            Memory<std::uint8_t> places(argmax, {pooled_elements(s), extent(images)});
            Memory<float> d_weights({extent(s.channels * s.kernel), extent(s.kernel), extent(s.filters)});
            Memory<float> d_bias({extent(s.filters)});
            backward(source, gradient, places, d_weights, d_bias);
            check_weight_gradients(s, draw, src, magnitudes(src), d_dst, argmax, d_weights, d_bias);
        }
    }
}
