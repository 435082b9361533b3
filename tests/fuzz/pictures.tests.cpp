/// Pictures of all sizes and contents: each gives an image or a sentence.
#include "runtime/data/split_mix.h"
#include "tests/fuzz/fuzzed.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <limits>

using namespace halenet;
using namespace halenet::testing;

namespace {

int side(SplitMix &random) {
    constexpr int sides[] = {
        -1, 0, 1, 2, 3, 27, 28, 29, 79, 80, 81, 160, 32768, 32769, std::numeric_limits<int>::min()};
    return random.below(4) == 0 ? sides[random.below(std::size(sides))] : 1 + static_cast<int>(random.below(130));
}

/// Ink on paper, noise, or a stripe, or nothing.
void draw(std::vector<std::uint8_t> &pixels, std::size_t row_bytes, SplitMix &random) {
    const std::uint64_t kind = random.below(4), paper = random.below(256), ink = random.below(256);
    const std::size_t height = pixels.size() / row_bytes + 1;
    const std::size_t left = random.below(row_bytes), width = 1 + random.below(row_bytes);
    const std::size_t top = random.below(height), bottom = top + random.below(height);
    for (std::size_t k = 0; k < pixels.size(); ++k) {
        const std::size_t y = k / row_bytes, x = k % row_bytes;
        const bool inside = y >= top && y <= bottom && x >= left && x < left + width;
        const std::uint64_t noise = kind == 0 ? random.below(256) : kind == 1 ? random.below(16) : 0;
        pixels[k] = static_cast<std::uint8_t>((inside && kind != 3 ? ink : paper) + noise);
    }
}

} // namespace

TEST_CASE("whatever a picture holds, prepare gives an image or a sentence", "[fuzz]") {
    int prepared = 0, refused = 0;
    for (int seed = 0; seed < 1'000 * fuzz_factor(); ++seed) {
        CAPTURE(seed);
        SplitMix random(static_cast<std::uint64_t>(seed));
        halenet_picture picture{};
        picture.width = side(random);
        picture.height = picture.width > 200 ? static_cast<int>(random.below(3)) : side(random);
        picture.channels =
            random.below(8) == 0 ? static_cast<int>(random.below(9)) - 2 : 1 + static_cast<int>(random.below(4));
        const auto extent = [](int number, int most) { return static_cast<std::size_t>(std::clamp(number, 1, most)); };
        const std::size_t least = extent(picture.width, 32768) * extent(picture.channels, 4);
        picture.row_bytes = least + random.below(9);
        // The last row ends with its last pixel.
        std::vector<std::uint8_t> pixels(picture.row_bytes * (extent(picture.height, 32768) - 1) + least);
        draw(pixels, picture.row_bytes, random);
        picture.pixels = random.below(50) == 0 ? nullptr : pixels.data();
        if (random.below(50) == 0)
            picture.row_bytes = random.below(least);
        std::vector<std::uint8_t> image(static_cast<std::size_t>(fuzzed_api.model->height * fuzzed_api.model->width));
        const halenet_status status = fuzzed_api.prepare(random.below(100) == 0 ? nullptr : &picture,
                                                         random.below(100) == 0 ? nullptr : image.data());
        const bool sentence = std::strlen(status.sentence) > 0;
        REQUIRE(sentence == (status.code == HALENET_INVALID_ARGUMENT));
        const bool as_expected = status.code == HALENET_OK || status.code == HALENET_INVALID_ARGUMENT;
        REQUIRE(as_expected);
        ++(status.code == HALENET_OK ? prepared : refused);
    }
    CHECK(prepared > 100);
    CHECK(refused > 100);
}
