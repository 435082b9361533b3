/// The pooling layers against the naive oracle in double.
#include "runtime/reference/pool.h"
#include "tests/kernels/comparison.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <cmath>

using namespace halenet;
using namespace halenet::kernels;
using reference::Pool;
using reference::Random;

namespace {

/// Windows that touch, overlap, leave gaps; that do not divide the source; the largest; one channel and many.
const std::vector<Pool> shapes = {
    {.channels = 1, .width = 28, .height = 28, .size = 2, .stride = 2},
    {.channels = 6, .width = 14, .height = 13, .size = 2, .stride = 2},
    {.channels = 16, .width = 9, .height = 10, .size = 3, .stride = 2},
    {.channels = 3, .width = 11, .height = 7, .size = 3, .stride = 1},
    {.channels = 7, .width = 10, .height = 11, .size = 2, .stride = 3},
    {.channels = 17, .width = 8, .height = 8, .size = 4, .stride = 3},
    {.channels = 1, .width = 19, .height = 17, .size = 15, .stride = 1},
    {.channels = 2, .width = 16, .height = 16, .size = 15, .stride = 2},
    {.channels = 5, .width = 6, .height = 4, .size = 1, .stride = 2},
    {.channels = 1, .width = 1, .height = 1, .size = 1, .stride = 1},
    {.channels = 8, .width = 5, .height = 5, .size = 5, .stride = 5},
};

std::string name_of(const Pool &s) {
    return fmt::format("{}x{}x{}, windows {}x{}, stride {}", s.width, s.height, s.channels, s.size, s.size, s.stride);
}

Parameters parameters_of(const Pool &s) {
    return {{"channels", std::to_string(s.channels)},
            {"width", std::to_string(s.width)},
            {"height", std::to_string(s.height)},
            {"size", std::to_string(s.size)},
            {"stride", std::to_string(s.stride)}};
}

std::size_t elements_of(const std::array<std::size_t, 4> &shape) {
    return shape[1] * shape[2] * shape[3];
}

/// (c, x, y, n) and (i, n) of a tensor (n, y, x, c).
std::vector<int> image_extents(const std::array<std::size_t, 4> &shape) {
    return {extent(shape[3]), extent(shape[2]), extent(shape[1]), extent(shape[0])};
}
std::vector<int> row_extents(const std::array<std::size_t, 4> &shape) {
    return {extent(elements_of(shape)), extent(shape[0])};
}

xt::xtensor<std::uint8_t, 4> random_places(Random &random, const Pool &s, std::size_t images) {
    return reference::filled<std::uint8_t>(s.dst_shape(images), [&] { return random.below(extent(s.places())); });
}

} // namespace

TEST_CASE("max_pool2d_forward is the oracle's, and the first of equal values wins", "[kernels][pool]") {
    const Pool s = GENERATE(from_range(shapes));
    INFO(name_of(s));
    const Kernel forward("max_pool2d_forward", parameters_of(s));
    for (const Draw draw : {Draw::integers, Draw::fractions}) { // whole numbers tie often
        Random random(91);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images");
            const auto src = drawn(random, draw, s.src_shape(images));
            Memory<float> source(src, row_extents(s.src_shape(images)));
            Memory<float> dst(image_extents(s.dst_shape(images)));
            Memory<std::uint8_t> argmax(image_extents(s.dst_shape(images)));
            forward(source, dst, argmax);
            const auto expected = reference::max_pool(s, src);
            check_sums(Draw::integers, 0, expected.dst, expected.dst, dst);
            CHECK(std::equal(expected.argmax.begin(), expected.argmax.end(), argmax.data()));
        }
    }
}

TEST_CASE("max_pool2d_forward keeps what is no number at a window's first place", "[kernels][pool]") {
    const Pool s{.channels = 9, .width = 8, .height = 6, .size = 2, .stride = 2};
    Random random(92);
    auto src = drawn(random, Draw::fractions, s.src_shape(1));
    src(0, 2, 4, 3) = std::numeric_limits<double>::quiet_NaN();
    Memory<float> source(src, row_extents(s.src_shape(1)));
    Memory<float> dst(image_extents(s.dst_shape(1)));
    Memory<std::uint8_t> argmax(image_extents(s.dst_shape(1)));
    Kernel("max_pool2d_forward", parameters_of(s))(source, dst, argmax);
    const std::size_t window = (1 * 4 + 2) * 9 + 3;
    for (std::size_t k = 0; k < dst.size(); ++k) {
        INFO("element " << k);
        CHECK(std::isnan(dst[k]) == (k == window));
    }
}

TEST_CASE("max_pool2d_backward_data gives each gradient to its place, overlaps summed", "[kernels][pool]") {
    const Pool s = GENERATE(from_range(shapes));
    INFO(name_of(s));
    const Kernel backward("max_pool2d_backward_data", parameters_of(s));
    for (const Draw draw : {Draw::integers, Draw::fractions}) {
        Random random(93);
        for (const std::size_t images : shard_sizes) {
            INFO(images << " images");
            const auto d_dst = drawn(random, draw, s.dst_shape(images));
            const auto argmax = random_places(random, s, images);
            Memory<float> gradient(d_dst, row_extents(s.dst_shape(images)));
            Memory<std::uint8_t> places(argmax, row_extents(s.dst_shape(images)));
            Memory<float> d_src(image_extents(s.src_shape(images)));
            backward(gradient, places, d_src);
            const std::size_t overlap = (s.size + s.stride - 1) / s.stride;
            check_sums(draw, overlap * overlap, reference::max_pool_backward(s, d_dst, argmax),
                       reference::max_pool_backward(s, magnitudes(d_dst), argmax), d_src);
        }
    }
}

TEST_CASE("average_pool2d, forward and backward, is the oracle's", "[kernels][pool]") {
    const Pool s = GENERATE(from_range(shapes));
    INFO(name_of(s));
    const Kernel forward("average_pool2d_forward", parameters_of(s));
    const Kernel backward("average_pool2d_backward_data", parameters_of(s));
    Random random(94);
    for (const std::size_t images : shard_sizes) {
        INFO(images << " images");
        const auto src = drawn(random, Draw::fractions, s.src_shape(images));
        Memory<float> source(src, row_extents(s.src_shape(images)));
        Memory<float> dst(image_extents(s.dst_shape(images)));
        forward(source, dst);
        // One more rounding for the share of a place.
        check_sums(Draw::fractions, s.places() + 1, reference::average_pool(s, src),
                   reference::average_pool(s, magnitudes(src)), dst);

        const auto d_dst = drawn(random, Draw::fractions, s.dst_shape(images));
        Memory<float> gradient(d_dst, row_extents(s.dst_shape(images)));
        Memory<float> d_src(image_extents(s.src_shape(images)));
        backward(gradient, d_src);
        const std::size_t overlap = (s.size + s.stride - 1) / s.stride;
        check_sums(Draw::fractions, overlap * overlap + 1, reference::average_pool_backward(s, d_dst),
                   reference::average_pool_backward(s, magnitudes(d_dst)), d_src);
    }
}

TEST_CASE("pooling of whole numbers with windows of 2 and 4 is exact", "[kernels][pool]") {
    const Pool s{.channels = 7, .width = 9, .height = 8, .size = 2, .stride = 1};
    Random random(95);
    const auto src = drawn(random, Draw::integers, s.src_shape(3));
    const auto d_dst = drawn(random, Draw::integers, s.dst_shape(3));
    Memory<float> source(src, row_extents(s.src_shape(3)));
    Memory<float> gradient(d_dst, row_extents(s.dst_shape(3)));
    Memory<float> dst(image_extents(s.dst_shape(3)));
    Memory<float> d_src(image_extents(s.src_shape(3)));
    Kernel("average_pool2d_forward", parameters_of(s))(source, dst);
    Kernel("average_pool2d_backward_data", parameters_of(s))(gradient, d_src);
    check_sums(Draw::integers, 0, reference::average_pool(s, src), src, dst);
    check_sums(Draw::integers, 0, reference::average_pool_backward(s, d_dst), src, d_src);
}

TEST_CASE("rows of the pooling kernels may lie apart, and nothing is written between them", "[kernels][pool]") {
    const Pool s = GENERATE(from_range(std::vector<Pool>{shapes[1], shapes[3]}));
    INFO(name_of(s));
    constexpr std::size_t images = 3;
    Random random(96);
    const auto src = drawn(random, Draw::integers, s.src_shape(images));
    const auto dst_shape = s.dst_shape(images);
    Rows<float> source(row_extents(s.src_shape(images)), 5);
    Rows<float> dst(row_extents(dst_shape), 3);
    Rows<std::uint8_t> argmax(row_extents(dst_shape), 4);
    Rows<float> d_src(row_extents(s.src_shape(images)), 7);
    source.fill(src);
    auto source_buffer = source.buffer();
    auto dst_buffer = dst.buffer(image_extents(dst_shape));
    auto argmax_buffer = argmax.buffer(image_extents(dst_shape));
    Kernel("max_pool2d_forward", parameters_of(s))(source_buffer, dst_buffer, argmax_buffer);
    auto gradient = dst.buffer();
    auto places = argmax.buffer();
    auto d_src_buffer = d_src.buffer(image_extents(s.src_shape(images)));
    Kernel("max_pool2d_backward_data", parameters_of(s))(gradient, places, d_src_buffer);
    CHECK((dst.gaps_intact() && argmax.gaps_intact() && d_src.gaps_intact()));
    const auto expected = reference::max_pool(s, src);
    const auto expected_d_src = reference::max_pool_backward(s, expected.dst, expected.argmax);
    const auto found = d_src.values();
    CHECK(std::equal(expected_d_src.begin(), expected_d_src.end(), found.begin(), found.end()));
}
