#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <lenet5.h>
#include <tiny.h>

#include <halenet/synthetic.h>

#include "tests/pictures/scene.h"

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using halenet::Picture;

namespace {

constexpr std::size_t image_bytes = std::size_t{LENET5_HEIGHT} * LENET5_WIDTH;
constexpr std::size_t digits_tried = 40;

const halenet::Dataset &digits() {
    static const halenet::Dataset data = halenet::synthetic_digits(digits_tried, 11);
    return data;
}

std::span<const std::uint8_t> digit(std::size_t i) {
    return {digits().images.data() + i * image_bytes, image_bytes};
}

// The mean over the digits of the difference that `scene` makes to `plain`.
double mean_difference(const Scene &plain, const Scene &scene) {
    double sum = 0;
    for (std::size_t i = 0; i < digits_tried; ++i)
        sum += difference(prepared(picture_of(digit(i), plain)), prepared(picture_of(digit(i), scene)));
    return sum / digits_tried;
}

std::string refusal_of(const Picture &picture) {
    std::array<std::uint8_t, image_bytes> image{};
    const halenet_picture view = picture.view();
    const halenet_status status = lenet5_prepare(&view, image.data());
    CHECK(status.code == HALENET_INVALID_ARGUMENT);
    return static_cast<const char *>(status.sentence);
}

Picture uniform(int width, int height, std::uint8_t value) {
    return {width, height, 1,
            std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), value)};
}

// The part of a picture that holds ink darker than the middle.
Picture cropped(const Picture &picture) {
    int left = picture.width, right = 0, top = picture.height, bottom = 0;
    const auto at = [&](int x, int y) { return picture.pixels[static_cast<std::size_t>(y * picture.width + x)]; };
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            if (at(x, y) < 128) {
                left = std::min(left, x);
                right = std::max(right, x + 1);
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
    Picture part{right - left, bottom - top, 1, {}};
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x)
            part.pixels.push_back(at(x, y));
    return part;
}

// The same picture with other channels: `make` appends those of one grey pixel.
template <typename Make>
Picture with_channels(const Picture &grey, int channels, Make &&make) {
    Picture picture{grey.width, grey.height, channels, {}};
    for (const std::uint8_t value : grey.pixels)
        make(value, picture.pixels);
    return picture;
}

} // namespace

TEST_CASE("an image in the model's form is prepared as itself") {
    std::size_t same = 0;
    for (std::size_t i = 0; i < digits_tried; ++i) {
        const std::vector<std::uint8_t> once = prepared(picture_of(digit(i)));
        const Picture picture{LENET5_WIDTH, LENET5_HEIGHT, 1, once};
        same += prepared(picture) == once ? 1 : 0;
        CHECK(difference(prepared(picture), once) < 12);
    }
    CHECK(same >= digits_tried - 2); // some have their mass so far to a side that they cannot be centred
}

TEST_CASE("a prepared image is scaled into its box, centred by mass and as bright as ink can be") {
    for (std::size_t i = 0; i < digits_tried; ++i) {
        const std::vector<std::uint8_t> image = prepared(picture_of(digit(i), {.scale = 7}));
        int left = 28, right = 0, top = 28, bottom = 0;
        double mass = 0, moment_x = 0, moment_y = 0;
        for (int y = 0; y < 28; ++y)
            for (int x = 0; x < 28; ++x) {
                const int value = image[static_cast<std::size_t>(y * 28 + x)];
                mass += value;
                moment_x += value * (x + 0.5);
                moment_y += value * (y + 0.5);
                if (value >= 64) {
                    left = std::min(left, x);
                    right = std::max(right, x + 1);
                    top = std::min(top, y);
                    bottom = std::max(bottom, y + 1);
                }
            }
        const int longer = std::max(right - left, bottom - top);
        CHECK(longer >= 19);
        CHECK(longer <= 21);
        CHECK(std::abs(moment_x / mass - 14.5) < 0.6);
        CHECK(std::abs(moment_y / mass - 14.5) < 0.6);
        CHECK(std::ranges::max(image) == 255);
    }
}

TEST_CASE("dark on light and light on dark are prepared alike") {
    CHECK(mean_difference({.paper = 255, .ink = 0}, {.paper = 0, .ink = 255}) < 0.5);
    CHECK(mean_difference({.paper = 220, .ink = 90}, {.paper = 90, .ink = 220}) < 1);
}

TEST_CASE("contrast does not matter") {
    CHECK(mean_difference({.paper = 255, .ink = 0}, {.paper = 150, .ink = 110}) < 2);
}

TEST_CASE("size does not matter") {
    for (const double scale : {2.0, 3.0, 9.0, 20.0}) {
        CAPTURE(scale);
        CHECK(mean_difference({.scale = 5}, {.scale = scale}) < 6);
    }
}

TEST_CASE("the place in the picture does not matter") {
    const Scene plain{.scale = 3};
    CHECK(mean_difference(plain, {.scale = 3, .left = 5, .right = 35, .top = 33, .bottom = 7}) < 7);
    CHECK(mean_difference(plain, {.scale = 3, .left = 300, .right = 0, .top = 0, .bottom = 200}) < 7);
}

TEST_CASE("a slope of light does not matter") {
    CHECK(mean_difference({.scale = 5}, {.scale = 5, .paper = 230, .ink = 60, .shade = 0.5}) < 4);
    CHECK(mean_difference({.scale = 5}, {.scale = 5, .paper = 60, .ink = 230, .shade = 0.5}) < 6);
}

TEST_CASE("noise and specks do not matter much") {
    CHECK(mean_difference({.scale = 5}, {.scale = 5, .paper = 200, .ink = 80, .noise = 12, .seed = 3}) < 4);
    Picture picture = picture_of(digit(0), {.scale = 5});
    const std::vector<std::uint8_t> clean = prepared(picture);
    for (const auto [x, y] : {std::array{3, 3}, std::array{150, 9}, std::array{12, 170}})
        for (int dy = 0; dy < 3; ++dy)
            for (int dx = 0; dx < 3; ++dx)
                picture.pixels[static_cast<std::size_t>((y + dy) * picture.width + x + dx)] = 0;
    CHECK(difference(prepared(picture), clean) < 4);
}

TEST_CASE("a picture cropped to its digit is prepared like one with room") {
    std::size_t alike = 0;
    for (std::size_t i = 0; i < digits_tried; ++i) {
        const Picture roomy = picture_of(digit(i), {.scale = 4});
        alike += difference(prepared(cropped(roomy)), prepared(roomy)) < 16 ? 1 : 0;
    }
    CHECK(alike >= digits_tried - 2);
}

TEST_CASE("colours and transparency come out as their brightness on white paper") {
    const Picture grey = picture_of(digit(1), {.ink = 40});
    const std::vector<std::uint8_t> image = prepared(grey);
    const auto check = [&](const Picture &picture, double most) {
        CHECK(difference(prepared(picture), image) <= most);
    };
    check(with_channels(grey, 2, [](std::uint8_t v, auto &out) { out.insert(out.end(), {v, std::uint8_t{255}}); }), 0);
    check(with_channels(grey, 3, [](std::uint8_t v, auto &out) { out.insert(out.end(), {v, v, v}); }), 0.2);
    check(
        with_channels(grey, 4, [](std::uint8_t v, auto &out) { out.insert(out.end(), {v, v, v, std::uint8_t{255}}); }),
        0.2);
    // Black ink that is as opaque as the grey is dark.
    const auto opacity = [](std::uint8_t v) { return static_cast<std::uint8_t>(255 - v); };
    check(with_channels(grey, 2,
                        [&](std::uint8_t v, auto &out) { out.insert(out.end(), {std::uint8_t{0}, opacity(v)}); }),
          0.2);
    check(with_channels(grey, 4,
                        [&](std::uint8_t v, auto &out) {
                            out.insert(out.end(), {std::uint8_t{0}, std::uint8_t{0}, std::uint8_t{0}, opacity(v)});
                        }),
          0.2);
    // Green ink on red paper: of different brightness.
    check(with_channels(grey, 3,
                        [](std::uint8_t v, auto &out) {
                            out.insert(out.end(), {v, static_cast<std::uint8_t>(60 - v / 5), std::uint8_t{0}});
                        }),
          4);
}

TEST_CASE("rows may lie apart") {
    const Picture picture = picture_of(digit(2));
    const std::size_t width = static_cast<std::size_t>(picture.width), row_bytes = width + 13;
    std::vector<std::uint8_t> apart(row_bytes * static_cast<std::size_t>(picture.height), 77);
    for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); ++y)
        std::copy_n(picture.pixels.data() + y * width, width, apart.data() + y * row_bytes);
    std::vector<std::uint8_t> image(image_bytes);
    const halenet_picture view{apart.data(), picture.width, picture.height, 1, row_bytes};
    REQUIRE(lenet5_prepare(&view, image.data()).code == HALENET_OK);
    CHECK((image == prepared(picture)));
}

TEST_CASE("a picture without a digit is refused") {
    for (const auto &[width, height] : {std::array{1, 1}, std::array{1, 50}, std::array{50, 1}, std::array{28, 28},
                                        std::array{500, 300}, std::array{32768, 2}})
        for (const int value : {0, 128, 255})
            CHECK_THAT(refusal_of(uniform(width, height, static_cast<std::uint8_t>(value))),
                       StartsWith("the picture holds no digit: "));
    CHECK_THAT(refusal_of(picture_of(std::vector<std::uint8_t>(image_bytes), {.paper = 180, .shade = 0.4, .noise = 6})),
               StartsWith("the picture holds no digit: "));
}

TEST_CASE("extreme shapes are prepared") {
    // A stroke in the middle of a picture that is one pixel, or 32,768 pixels, wide or high.
    for (const auto &[width, height] : {std::array{1, 60}, std::array{60, 1}, std::array{32768, 3},
                                        std::array{3, 32768}, std::array{2, 2}, std::array{81, 80}}) {
        CAPTURE(width, height);
        Picture picture = uniform(width, height, 255);
        for (int y = height * 2 / 5; y < std::max(height * 3 / 5, height * 2 / 5 + 1); ++y)
            for (int x = width * 2 / 5; x < std::max(width * 3 / 5, width * 2 / 5 + 1); ++x)
                picture.pixels[static_cast<std::size_t>(y * width + x)] = 0;
        CHECK(std::ranges::max(prepared(picture)) == 255);
    }
}

TEST_CASE("every call checks its arguments") {
    const Picture picture = picture_of(digit(0));
    std::vector<std::uint8_t> image(image_bytes);
    const auto sentence = [&](halenet_picture view) {
        const halenet_status status = lenet5_prepare(&view, image.data());
        CHECK(status.code == HALENET_INVALID_ARGUMENT);
        return std::string(static_cast<const char *>(status.sentence));
    };
    halenet_picture view = picture.view();
    view.pixels = nullptr;
    CHECK_THAT(sentence(view), ContainsSubstring("is null"));
    view = picture.view();
    view.width = 0;
    CHECK_THAT(sentence(view), ContainsSubstring("0 x"));
    view = picture.view();
    view.height = 32'769;
    CHECK_THAT(sentence(view), ContainsSubstring("32769"));
    view = picture.view();
    view.channels = 5;
    CHECK_THAT(sentence(view), ContainsSubstring("5 channels, expected 1 to 4"));
    view = picture.view();
    --view.row_bytes;
    CHECK_THAT(sentence(view), ContainsSubstring("row_bytes"));
    view = picture.view();
    CHECK(lenet5_prepare(&view, nullptr).code == HALENET_INVALID_ARGUMENT);
    CHECK(lenet5_prepare(nullptr, image.data()).code == HALENET_INVALID_ARGUMENT);
    // A model of colour images.
    STATIC_REQUIRE(TINY_CHANNELS != 1);
    const halenet_status status = tiny_prepare(&view, image.data());
    CHECK(status.code == HALENET_INVALID_ARGUMENT);
    CHECK_THAT(std::string(static_cast<const char *>(status.sentence)), ContainsSubstring("channels"));
}
