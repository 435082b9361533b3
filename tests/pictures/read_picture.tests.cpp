#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/picture.h>

#include "tests/pictures/encode.h"
#include "tests/pictures/scene.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/temporary_folder.h"

using Catch::Matchers::ContainsSubstring;
using halenet::Picture;
using halenet::read_picture;

namespace {

// Smooth, so that a JPEG keeps it, and different at each place and in each channel.
Picture example(int width, int height, int channels) {
    Picture picture{width, height, channels, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int channel = 0; channel < channels; ++channel)
                picture.pixels.push_back(static_cast<std::uint8_t>(20 + 9 * x + 5 * y + 30 * channel));
    return picture;
}

Picture read(const std::string &content) {
    const TemporaryFolder folder;
    return read_picture(folder.file("picture", content));
}

std::string refusal(const std::string &content) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.file("picture", content);
    const std::string sentence = error_of([&] { return read_picture(file); });
    CHECK(sentence.starts_with(file.string() + ": "));
    return sentence;
}

void check_same(const Picture &found, const Picture &expected, double most_difference = 0) {
    REQUIRE(found.width == expected.width);
    REQUIRE(found.height == expected.height);
    REQUIRE(found.channels == expected.channels);
    CHECK(difference(found.pixels, expected.pixels) <= most_difference);
}

} // namespace

TEST_CASE("a PNG is read with its channels") {
    for (const int channels : {1, 2, 3, 4})
        check_same(read(encode::png(example(7, 5, channels))), example(7, 5, channels));
}

TEST_CASE("16-bit channels of a PNG are rounded to 8 bits") {
    const Picture grey = read(encode::png(4, 1, 0, 16, {0, 0x7fff, 0x8080, 0xffff}));
    CHECK(grey.pixels == std::vector<std::uint8_t>{0, 127, 128, 255});
    const Picture colours = read(encode::png(1, 1, 2, 16, {0x1234, 0x5678, 0x9abc}));
    CHECK(colours.channels == 3);
    check_same(colours, {1, 1, 3, {0x12, 0x56, 0x9a}}, 1);
}

TEST_CASE("a JPEG is read in grey and in colour") {
    for (const int channels : {1, 3})
        check_same(read(encode::jpeg(example(16, 12, channels))), example(16, 12, channels), 2);
}

TEST_CASE("a CMYK JPEG becomes the colours of its inks") {
    Picture inks{8, 8, 4, {}}; // how much light cyan, magenta, yellow and black leave
    for (int i = 0; i < 64; ++i)
        inks.pixels.insert(inks.pixels.end(), {255, 128, 0, 200});
    const Picture picture = read(encode::jpeg(inks, 100));
    REQUIRE(picture.channels == 3);
    CHECK(std::abs(picture.pixels[0] - 200) <= 3);
    CHECK(std::abs(picture.pixels[1] - 100) <= 3);
    CHECK(std::abs(picture.pixels[2] - 0) <= 3);
}

TEST_CASE("a photograph is turned upright as its EXIF orientation says") {
    const Picture stored = example(12, 8, 1);
    const std::string file = encode::jpeg(stored, 100);
    const auto at = [](const Picture &picture, int x, int y) {
        return picture.pixels[static_cast<std::size_t>((y < 0 ? picture.height + y : y) * picture.width +
                                                       (x < 0 ? picture.width + x : x))];
    };
    // Where the stored picture's first pixel and its last of the first row come to lie (EXIF 2.3, 4.6.4).
    struct Place {
        int x, y;
    };
    struct Turned {
        int orientation;
        Place first, right;
    };
    const std::array<Turned, 8> turned{{{1, {0, 0}, {-1, 0}},
                                        {2, {-1, 0}, {0, 0}},
                                        {3, {-1, -1}, {0, -1}},
                                        {4, {0, -1}, {-1, -1}},
                                        {5, {0, 0}, {0, -1}},
                                        {6, {-1, 0}, {-1, -1}},
                                        {7, {-1, -1}, {-1, 0}},
                                        {8, {0, -1}, {0, 0}}}};
    for (const bool little_endian : {true, false})
        for (const auto &[orientation, first, right] : turned) {
            CAPTURE(orientation, little_endian);
            const Picture picture = read(encode::with_orientation(file, orientation, little_endian));
            CHECK(picture.width == (orientation >= 5 ? 8 : 12));
            CHECK(picture.height == (orientation >= 5 ? 12 : 8));
            CHECK(std::abs(at(picture, first.x, first.y) - at(stored, 0, 0)) <= 2);
            CHECK(std::abs(at(picture, right.x, right.y) - at(stored, -1, 0)) <= 2);
        }
    check_same(read(encode::with_orientation(file, 9, true)), stored, 2); // no orientation at all
}

TEST_CASE("a BMP is read with and without a palette, from below and from above") {
    for (const bool bottom_up : {true, false}) {
        Picture grey = example(7, 5, 1), colours = example(7, 5, 3);
        check_same(read(encode::bmp(colours, 24, bottom_up)), colours);
        check_same(read(encode::bmp(colours, 32, bottom_up)), colours);
        const Picture read_grey = read(encode::bmp(grey, 8, bottom_up));
        REQUIRE(read_grey.channels == 3);
        for (std::size_t i = 0; i < grey.pixels.size(); ++i)
            CHECK(read_grey.pixels[3 * i + 1] == grey.pixels[i]);
    }
}

TEST_CASE("netpbm files are read, plain and binary, with any brightest value") {
    for (const int channels : {1, 3})
        for (const bool plain : {true, false})
            check_same(read(encode::netpbm(example(7, 5, channels), plain)), example(7, 5, channels));
    CHECK(read("P2 3 1 10 0 5 10").pixels == std::vector<std::uint8_t>{0, 128, 255});
    CHECK(read(std::string("P5 2 1 65535\n\x80\x00\xff\xff", 17)).pixels == std::vector<std::uint8_t>{128, 255});
}

TEST_CASE("what is no image is refused by what it is") {
    CHECK_THAT(refusal(""), ContainsSubstring("is empty; a PNG, JPEG, BMP, PGM or PPM image was expected"));
    CHECK_THAT(refusal("hello"), ContainsSubstring("is no image, its first bytes are 68 65 6c 6c; a PNG, JPEG"));
    CHECK_THAT(refusal("GIF89a..."), ContainsSubstring("is a GIF; a PNG"));
    CHECK_THAT(refusal("RIFF....WEBPVP8 "), ContainsSubstring("is a WebP; a PNG"));
    CHECK_THAT(refusal("P5 2 2 0 xxxx"), ContainsSubstring("brightest value is 0"));
    CHECK_THAT(refusal("P2 1 1 10 11"), ContainsSubstring("number 11, expected at most 10"));
    CHECK_THAT(refusal("P2 1 1 255 x"), ContainsSubstring("found byte 78 at offset 11, expected a number"));
    const TemporaryFolder folder;
    CHECK_THAT(error_of([&] { return read_picture(folder.path()); }), ContainsSubstring("is a folder"));
    CHECK_THAT(error_of([&] { return read_picture(folder / "nothing"); }), ContainsSubstring("cannot be opened"));
}

TEST_CASE("sizes out of bounds are refused before memory is taken") {
    const std::string too_wide = "100000 x 1 pixels, expected 1 to 32768 along each side";
    CHECK_THAT(refusal("P5 100000 1 255\n"), ContainsSubstring(too_wide));
    CHECK_THAT(refusal("P5 0 0 255\n"), ContainsSubstring("0 x 0 pixels"));
    CHECK_THAT(refusal(encode::png(100'000, 1, 0, 8, {0, 0})), ContainsSubstring(too_wide));
    CHECK_THAT(refusal(encode::png(0, 0, 0, 8, {0, 0})), ContainsSubstring("is a damaged PNG"));
    CHECK_THAT(refusal(encode::png(32'768, 32'768, 0, 8, {0, 0})),
               ContainsSubstring("expected at most 134217728 pixels"));
    Picture picture = example(4, 4, 3);
    std::string file = encode::bmp(picture, 24);
    file.replace(18, 4, std::string("\xa0\x86\x01\0", 4)); // 100,000
    CHECK_THAT(refusal(file), ContainsSubstring("100000 x 4 pixels"));
    file.replace(18, 4, std::string(4, '\0'));
    CHECK_THAT(refusal(file), ContainsSubstring("0 x 4 pixels"));
    // JPEG goes up to 65,500.
    file = encode::jpeg(picture);
    const std::size_t frame = file.find("\xff\xc0");
    file.replace(frame + 5, 4, "\x9c\x40\x9c\x40");
    CHECK_THAT(refusal(file), ContainsSubstring("40000 x 40000 pixels"));
}
