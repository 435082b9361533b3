/// The activations: our own tanh against the C library's in double, and the gradients before an activation.
#include "runtime/reference/activation.h"
#include "tests/kernels/comparison.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <bit>
#include <cmath>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;

namespace {

/// tanh of each number, by the kernel of a dense layer that copies its 16 images: weight 1, bias 0.
std::vector<float> tanh_of(const std::vector<float> &numbers) {
    static const Kernel forward("dense_forward", {{"inputs", "1"}, {"units", "1"}, {"activation", "tanh"}});
    Memory<float> weights(xt::xtensor<float, 2>{{1.0F}});
    Memory<float> bias(xt::xtensor<float, 1>{-0.0F}); // x - 0 keeps the sign of a zero
    Memory<float> src({16, 1});
    Memory<float> dst({16, 1});
    std::vector<float> results;
    for (std::size_t first = 0; first < numbers.size(); first += 16) {
        const std::size_t count = std::min<std::size_t>(16, numbers.size() - first);
        std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(first), count, src.data());
        forward(src, weights, bias, dst);
        results.insert(results.end(), dst.data(), dst.data() + count);
    }
    return results;
}

} // namespace

TEST_CASE("tanh is the C library's in double, over all floats", "[kernels][activation]") {
    // Every 4,001st float from the least denormal to infinity, with both signs.
    std::vector<float> numbers;
    for (std::uint32_t bits = 1; bits < 0x7F800000; bits += 4001) {
        numbers.push_back(std::bit_cast<float>(bits));
        numbers.push_back(-std::bit_cast<float>(bits));
    }
    const auto results = tanh_of(numbers);
    for (std::size_t k = 0; k < numbers.size(); ++k) {
        const double expected = std::tanh(static_cast<double>(numbers[k]));
        const double difference = std::abs(static_cast<double>(results[k]) - expected);
        if (!(difference <= tolerance::activated(Activation::tanh, expected)) || std::abs(results[k]) > 1.0F) {
            FAIL("tanh(" << numbers[k] << ") is " << results[k] << ", not " << expected);
        }
    }
}

TEST_CASE("tanh never decreases by more than its error, and is odd", "[kernels][activation]") {
    std::vector<float> numbers;
    for (int k = -4000; k <= 4000; ++k) {
        numbers.push_back(static_cast<float>(k) / 400);
    }
    const auto results = tanh_of(numbers);
    for (std::size_t k = 1; k < numbers.size(); ++k) {
        CHECK(results[k] >= results[k - 1] - 2 * tolerance::activated(Activation::tanh, 1.0));
        CHECK(results[k] == -results[numbers.size() - 1 - k]);
    }
}

TEST_CASE("tanh of infinities, zeros and what is no number", "[kernels][activation]") {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const auto results = tanh_of({infinity, -infinity, 0.0F, -0.0F, std::numeric_limits<float>::quiet_NaN(), 100.0F});
    CHECK(results[0] == 1.0F);
    CHECK(results[1] == -1.0F);
    CHECK(results[2] == 0.0F);
    CHECK(!std::signbit(results[2]));
    CHECK(results[3] == 0.0F);
    CHECK(std::signbit(results[3]));
    CHECK(std::isnan(results[4]));
    CHECK(results[5] == 1.0F);
}

TEST_CASE("activation_backward is the oracle's, in place too", "[kernels][activation]") {
    const auto activation = GENERATE(Activation::relu, Activation::tanh);
    const std::size_t elements = GENERATE(1U, 7U, 16U, 17U, 131U);
    INFO(description::to_string(activation) << ", " << elements << " elements");
    const Kernel kernel("activation_backward",
                        with({{"elements", std::to_string(elements)}}, parameter_of(activation)));
    Random random(81);
    for (const std::size_t images : shard_sizes) {
        const std::array shape{images, elements};
        const auto d_dst = drawn(random, Draw::fractions, shape);
        // The oracle starts from the kernel's numbers.
        auto dst = reference::activate(drawn(random, Draw::integers, shape), activation);
        for (double &value : dst) {
            value = static_cast<float>(value);
        }
        Memory<float> gradient(d_dst);
        Memory<float> output(dst);
        Memory<float> d_src({extent(elements), extent(images)});
        kernel(gradient, output, d_src);
        check_sums(activation == Activation::tanh ? Draw::fractions : Draw::integers, 3,
                   reference::activation_backward(d_dst, dst, activation), magnitudes(d_dst), d_src);
        kernel(gradient, output, gradient);
        CHECK(std::equal(d_src.data(), d_src.data() + d_src.size(), gradient.data()));
    }
}

TEST_CASE("activation_backward of rows that lie apart leaves the gaps alone", "[kernels][activation]") {
    constexpr int elements = 19;
    constexpr int images = 3;
    Rows<float> d_dst({elements, images}, 5);
    Rows<float> dst({elements, images}, 2);
    Rows<float> d_src({elements, images}, 3);
    constexpr std::size_t all = std::size_t{elements} * images;
    d_dst.fill(std::vector<float>(all, 2.0F));
    dst.fill(std::vector<float>(all, 0.5F));
    auto from = d_dst.buffer();
    auto output = dst.buffer();
    auto to = d_src.buffer();
    Kernel("activation_backward", {{"elements", std::to_string(elements)}, {"activation", "tanh"}})(from, output, to);
    CHECK(d_src.gaps_intact());
    for (const float value : d_src.values()) {
        CHECK(value == 1.5F);
    }
}
