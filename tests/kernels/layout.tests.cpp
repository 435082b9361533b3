/// Changes of an activation's form: nothing but places may change, and normalisation by its roundings.
#include "runtime/reference/normalize.h"
#include "tests/kernels/comparison.h"
#include "tests/kernels/lanes.h"

#include <catch2/generators/catch_generators.hpp>

#include <cmath>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;

TEST_CASE("rows_to_lanes moves the images that are there, and zeros the other lanes", "[kernels][layout]") {
    const std::size_t elements = GENERATE(1U, 3U, 7U, 10U, 17U, 84U, 400U);
    INFO(elements << " elements");
    const Kernel kernel("rows_to_lanes", {{"elements", std::to_string(elements)}});
    Random random(41);
    for (const std::size_t images : {1U, 2U, 15U, 16U}) {
        INFO(images << " images");
        Memory<float> src(reference::uniform<float>(random, std::array{images, elements}));
        Memory<float> dst({shard, extent(elements)});
        kernel(src, extent(images), dst);
        for (std::size_t i = 0; i < elements; ++i) {
            for (std::size_t n = 0; n < shard; ++n) {
                const float expected = n < images ? src[n * elements + i] : 0.0F;
                REQUIRE(dst[i * shard + n] == expected);
            }
        }
    }
}

TEST_CASE("rows_to_lanes and lanes_to_rows keep what is no number", "[kernels][layout]") {
    constexpr int elements = 17;
    xt::xtensor<float, 2> rows(std::array<std::size_t, 2>{3, elements}, 1.0F);
    rows(1, 4) = std::numeric_limits<float>::quiet_NaN();
    Memory<float> src(rows);
    Memory<float> lanes({shard, elements});
    Memory<float> back({elements, 3});
    Kernel("rows_to_lanes", {{"elements", std::to_string(elements)}})(src, 3, lanes);
    Kernel("lanes_to_rows", {{"elements", std::to_string(elements)}})(lanes, back);
    for (std::size_t k = 0; k < back.size(); ++k) {
        INFO("element " << k);
        CHECK((std::isnan(back[k]) == (k == elements + 4)));
    }
}

TEST_CASE("lanes_to_rows fills as many rows as there are", "[kernels][layout]") {
    const std::size_t elements = GENERATE(1U, 3U, 7U, 10U, 17U, 84U, 400U);
    INFO(elements << " elements");
    const Kernel kernel("lanes_to_rows", {{"elements", std::to_string(elements)}});
    Random random(42);
    Memory<float> src(reference::uniform<float>(random, std::array{elements, std::size_t{shard}}));
    for (const std::size_t images : {1U, 2U, 15U, 16U}) {
        INFO(images << " images");
        Memory<float> dst({extent(elements), extent(images)});
        kernel(src, dst);
        for (std::size_t i = 0; i < elements; ++i) {
            for (std::size_t n = 0; n < images; ++n) {
                REQUIRE(dst[n * elements + i] == src[i * shard + n]);
            }
        }
    }
}

TEST_CASE("normalize is (pixel / 255 - mean) / deviation for every byte", "[kernels][layout]") {
    const int elements = GENERATE(1, 7, 17, 256);
    INFO(elements << " elements");
    constexpr double mean = 0.1307;
    constexpr double deviation = 0.3081;
    const Kernel kernel("normalize",
                        {{"elements", std::to_string(elements)}, {"mean", text(mean)}, {"deviation", text(deviation)}});
    for (const std::size_t images : {1U, 16U}) {
        INFO(images << " images");
        int next = 0;
        const auto pixels = reference::filled<std::uint8_t>(std::array{images, static_cast<std::size_t>(elements)},
                                                            [&] { return next++ % 256; });
        Memory<std::uint8_t> src(pixels);
        Memory<float> dst({elements, extent(images)});
        kernel(src, dst);
        check_sums(Draw::fractions, 2, reference::normalize<double>(pixels, mean, deviation),
                   reference::normalize<double>(pixels, -mean, deviation), dst);
    }
}
