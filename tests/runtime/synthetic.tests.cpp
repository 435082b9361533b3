#include <algorithm>
#include <array>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include <halenet/synthetic.h>

#include "runtime/data/byte_stream.h"
#include "runtime/data/md5.h"
#include "runtime/data/split_mix.h"
#include "runtime/data/strokes.h"

using namespace halenet;

namespace {

constexpr std::size_t extent = 28, pixels = extent * extent;

std::string md5_of_images(const Dataset &digits) {
    ByteStream stream =
        ByteStream::of_memory("images", std::as_bytes(std::span(digits.images.data(), digits.images.size())));
    return md5_of(stream);
}

std::span<const std::uint8_t> image(const Dataset &digits, std::size_t i) {
    return {digits.images.data() + i * pixels, pixels};
}

} // namespace

TEST_CASE("SplitMix64 gives the published sequence") {
    // The reference values of seed 1234567 from the generator's public-domain implementation by Vigna.
    SplitMix random(1234567);
    CHECK(random.next() == 6457827717110365317u);
    CHECK(random.next() == 3203168211198807973u);
    CHECK(random.next() == 9817491932198370423u);
}

TEST_CASE("synthetic digits have the same bytes on every machine") {
    const Dataset digits = synthetic_digits(500, 1);
    CHECK(md5_of_images(digits) == "828d588a898d4d6e20ef6cb4dbc87ef4");
}

TEST_CASE("synthetic digits do not depend on the number of threads") {
    const Dataset digits = synthetic_digits(101, 7, 1);
    for (const unsigned threads : {0u, 2u, 3u, 8u, 200u}) {
        const Dataset others = synthetic_digits(101, 7, threads);
        CHECK(others.images == digits.images);
        CHECK(others.labels == digits.labels);
    }
}

TEST_CASE("a smaller synthetic set is the beginning of a larger one, and another seed gives other digits") {
    const Dataset large = synthetic_digits(50, 3), small = synthetic_digits(20, 3), other = synthetic_digits(20, 4);
    CHECK(std::ranges::equal(std::span(large.images.data(), small.images.size()),
                             std::span(small.images.data(), small.images.size())));
    CHECK(small.images != other.images);
    CHECK(synthetic_digits(0, 3).size() == 0);
}

TEST_CASE("every digit appears about as often as the others") {
    const Dataset digits = synthetic_digits(2000, 1);
    std::array<int, 10> counts{};
    for (const std::uint8_t label : digits.labels)
        ++counts.at(label);
    for (const int count : counts) {
        CHECK(count > 150);
        CHECK(count < 250);
    }
}

TEST_CASE("each image has full ink in a box of about 20 pixels, centred by its mass, on an empty border") {
    const Dataset digits = synthetic_digits(300, 5);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        INFO("image " << i << ", a " << int{digits.labels(i)});
        const auto ink = image(digits, i);
        CHECK(*std::ranges::max_element(ink) >= 200);
        double mass = 0, mass_x = 0, mass_y = 0;
        int left = 28, right = 0, top = 28, bottom = 0;
        for (int y = 0; y < 28; ++y)
            for (int x = 0; x < 28; ++x)
                if (const int value = ink[static_cast<std::size_t>(y) * extent + static_cast<std::size_t>(x)];
                    value > 0) {
                    mass += value;
                    mass_x += value * (x + 0.5);
                    mass_y += value * (y + 0.5);
                    left = std::min(left, x);
                    right = std::max(right, x + 1);
                    top = std::min(top, y);
                    bottom = std::max(bottom, y + 1);
                }
        CHECK(std::abs(mass_x / mass - 14) < 1.25); // overlapping strokes count once
        CHECK(std::abs(mass_y / mass - 14) < 1.25); // overlapping strokes count once
        const int longer_side = std::max(right - left, bottom - top);
        CHECK(longer_side >= 19);
        CHECK(longer_side <= 23); // 20, the soft edge, and the pixels cut at both ends
    }
}

TEST_CASE("synthetic digits of one label look alike: the nearest class mean recognises most") {
    const Dataset digits = synthetic_digits(3000, 1);
    constexpr std::size_t known = 2500;
    std::array<std::array<double, pixels>, 10> means{};
    std::array<double, 10> counts{};
    for (std::size_t i = 0; i < known; ++i) {
        ++counts[digits.labels(i)];
        for (std::size_t p = 0; p < pixels; ++p)
            means[digits.labels(i)][p] += image(digits, i)[p];
    }
    std::size_t recognised = 0;
    for (std::size_t i = known; i < digits.size(); ++i) {
        std::array<double, 10> distances{};
        for (std::size_t label = 0; label < 10; ++label)
            for (std::size_t p = 0; p < pixels; ++p) {
                const double difference = means[label][p] / counts[label] - image(digits, i)[p];
                distances[label] += difference * difference;
            }
        const auto nearest = std::ranges::min_element(distances) - distances.begin();
        recognised += nearest == digits.labels(i) ? 1 : 0;
    }
    CHECK(recognised > (digits.size() - known) * 7 / 10); // chance is one in ten
}

TEST_CASE("a flattened stroke passes through its points, and corners stay corners") {
    const Stroke stroke = {{0, 0}, {1, 0}, {1, 0}, {1, 1}};
    const Stroke line = flatten(stroke);
    for (const Point &point : stroke)
        CHECK(std::ranges::find(line, point) != line.end());
    CHECK(std::ranges::adjacent_find(line) == line.end());
}
