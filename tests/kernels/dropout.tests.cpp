/// Dropout against the oracle's hash, and against what it promises: shares, independence, one mask for all forms.
#include "runtime/reference/dropout.h"
#include "tests/kernels/comparison.h"
#include "tests/kernels/lanes.h"

#include <catch2/generators/catch_generators.hpp>

#include <cmath>

using namespace halenet;
using namespace halenet::kernels;
using reference::Key;
using reference::Random;

namespace {

Parameters parameters_of(std::size_t elements, double rate, int stream, bool lanes) {
    return {{"elements", std::to_string(elements)},
            {"rate", text(rate)},
            {"stream", std::to_string(stream)},
            {"lanes", lanes ? "true" : "false"}};
}

/// Which elements of 16 images of ones are kept, as rows.
std::vector<bool> kept(double rate, int stream, Key key, int first_image = 0) {
    constexpr std::size_t elements = 625;
    Memory<float> rows(xt::xtensor<float, 2>(std::array<std::size_t, 2>{shard, elements}, 1.0F));
    Kernel("dropout", parameters_of(elements, rate, stream, false))(rows, first_image, key.low, key.high, rows);
    std::vector<bool> result;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        result.push_back(rows[k] != 0.0F);
    }
    return result;
}

/// Counts of successes in `trials` lie within five standard deviations of what a share predicts.
void check_share(std::ptrdiff_t successes, std::size_t trials, double share) {
    const double expected = share * static_cast<double>(trials);
    const double deviation = std::sqrt(expected * (1 - share));
    CHECK(std::abs(static_cast<double>(successes) - expected) <= 5 * deviation);
}

std::ptrdiff_t agreements(const std::vector<bool> &a, const std::vector<bool> &b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), std::ptrdiff_t{0}, std::plus<>(), std::equal_to<>());
}

} // namespace

TEST_CASE("dropout is the oracle's, in rows and in lanes, in place too", "[kernels][dropout]") {
    const std::size_t elements = GENERATE(1U, 7U, 16U, 84U, 403U);
    const double rate = GENERATE(0.0, 0.25, 0.5, 0.99);
    INFO(elements << " elements, rate " << rate);
    const Key key{.low = 0x12345678, .high = 0xDEADBEEF};
    constexpr int stream = 3;
    constexpr int first_image = 32;
    const Kernel rows_kernel("dropout", parameters_of(elements, rate, stream, false));
    Random random(101);
    for (const std::size_t images : shard_sizes) {
        INFO(images << " images");
        const auto src = drawn(random, Draw::fractions, std::array{images, elements});
        const auto expected = reference::dropout(src, rate, stream, key, first_image);
        Memory<float> rows(src);
        Memory<float> dst({extent(elements), extent(images)});
        rows_kernel(rows, first_image, key.low, key.high, dst);
        check_sums(Draw::fractions, 1, expected, magnitudes(expected), dst);
        rows_kernel(rows, first_image, key.low, key.high, rows);
        CHECK(std::equal(dst.data(), dst.data() + dst.size(), rows.data()));
    }
    const auto src = drawn(random, Draw::fractions, std::array<std::size_t, 2>{shard, elements});
    Memory<float> lanes = to_lanes(src);
    Kernel("dropout", parameters_of(elements, rate, stream, true))(lanes, first_image, key.low, key.high, lanes);
    const auto expected = transposed(reference::dropout(src, rate, stream, key, first_image));
    check_sums(Draw::fractions, 1, expected, magnitudes(expected), lanes);
}

TEST_CASE("dropout keeps its share, whatever the key", "[kernels][dropout]") {
    const double rate = GENERATE(0.1, 0.5, 0.8);
    const std::uint32_t low = GENERATE(0U, 1U, 0xFFFFFFFFU);
    const std::uint32_t high = GENERATE(0U, 7U);
    INFO("rate " << rate << ", key " << low << ", " << high);
    const auto mask = kept(rate, 0, {.low = low, .high = high});
    check_share(std::count(mask.begin(), mask.end(), true), mask.size(), 1 - rate);
}

TEST_CASE("dropout: other streams, keys and images draw independently", "[kernels][dropout]") {
    const Key key{.low = 41, .high = 0};
    const auto mask = kept(0.5, 0, key);
    const std::vector<std::vector<bool>> others = {kept(0.5, 1, key), kept(0.5, 0, {.low = 42, .high = 0}),
                                                   kept(0.5, 0, {.low = 41, .high = 1}), kept(0.5, 0, key, 16),
                                                   kept(0.5, 2, {.low = 42, .high = 1})};
    for (std::size_t k = 0; k < others.size(); ++k) {
        INFO("other " << k);
        check_share(agreements(mask, others[k]), mask.size(), 0.5);
        // Nor is one a shift of the other by some elements.
        for (std::ptrdiff_t shift = 1; shift <= 3; ++shift) {
            const std::vector<bool> later(mask.begin() + shift, mask.end());
            check_share(agreements(later, others[k]), later.size(), 0.5);
        }
    }
    // The second half of a batch is what a shard that starts there draws.
    const auto second = kept(0.5, 0, key, 8);
    constexpr std::ptrdiff_t half = std::ptrdiff_t{8} * 625;
    CHECK(std::equal(second.begin(), second.begin() + half, mask.begin() + half));
}

TEST_CASE("dropout keeps what is no number where it keeps anything", "[kernels][dropout]") {
    constexpr std::size_t elements = 40;
    Memory<float> rows(
        xt::xtensor<float, 2>(std::array<std::size_t, 2>{2, elements}, std::numeric_limits<float>::quiet_NaN()));
    Kernel("dropout", parameters_of(elements, 0.5, 0, false))(rows, 0, 1U, 2U, rows);
    for (std::size_t k = 0; k < rows.size(); ++k) {
        const bool is_kept = reference::is_kept(0.5, {.low = 1, .high = 2}, 0, elements, k / elements, k % elements);
        INFO("element " << k);
        CHECK(std::isnan(rows[k]) == is_kept);
        CHECK((is_kept || rows[k] == 0.0F));
    }
}
