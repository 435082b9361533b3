#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "runtime/report/canvas.h"
#include "runtime/report/html.h"
#include "runtime/report/palette.h"
#include "runtime/report/picture.h"
#include "runtime/report/tile_sheet.h"

using namespace halenet;

namespace {

std::vector<int> pixel(const Canvas &canvas, std::size_t x, std::size_t y) {
    std::vector<int> values;
    for (std::size_t k = 0; k < 4; ++k)
        values.push_back(static_cast<unsigned char>(canvas.bytes()[4 * (y * canvas.width() + x) + k]));
    return values;
}

Raster checkers(std::size_t width, std::size_t height) {
    return {.width = width, .height = height, .colour = [](std::size_t x, std::size_t y) {
                return (x + y) % 2 == 0 ? Colour{200, 100, 0} : Colour{0, 50, 100};
            }};
}

/// As people see brightness, roughly.
int brightness(const Colour &colour) {
    return 3 * colour.red + 6 * colour.green + colour.blue;
}

} // namespace

TEST_CASE("a raster that grows becomes squares, and the rest stays transparent") {
    Canvas canvas(8, 6);
    canvas.draw(checkers(2, 2), 1, 1, 6, 4);
    CHECK(pixel(canvas, 0, 0) == std::vector<int>{0, 0, 0, 0});
    CHECK(pixel(canvas, 7, 5) == std::vector<int>{0, 0, 0, 0});
    for (std::size_t y = 0; y < 4; ++y)
        for (std::size_t x = 0; x < 6; ++x)
            CHECK(pixel(canvas, 1 + x, 1 + y) ==
                  ((x / 3 + y / 2) % 2 == 0 ? std::vector<int>{200, 100, 0, 255} : std::vector<int>{0, 50, 100, 255}));
}

TEST_CASE("a raster that shrinks is averaged") {
    Canvas canvas(2, 1);
    canvas.draw(checkers(4, 2), 0, 0, 2, 1);
    CHECK(pixel(canvas, 0, 0) == std::vector<int>{100, 75, 50, 255});
    CHECK(pixel(canvas, 1, 0) == std::vector<int>{100, 75, 50, 255});
}

TEST_CASE("a raster fills its box by whole squares, or shrinks into it by its own form") {
    CHECK(fitted(28, 28, 84).width == 84);
    CHECK(fitted(5, 5, 84).width == 80);
    CHECK(fitted(13, 11, 84).width == 78);
    CHECK(fitted(13, 11, 84).height == 66);
    CHECK(fitted(200, 100, 84).width == 84);
    CHECK(fitted(200, 100, 84).height == 42);
    CHECK(fitted(10'000, 1, 84).height == 1);
}

TEST_CASE("the colours of a scale tell its order in grey too") {
    for (int k = 1; k <= 100; ++k)
        CHECK(brightness(sequential(static_cast<float>(k) / 100)) >=
              brightness(sequential(static_cast<float>(k - 1) / 100)));
    for (int k = 1; k <= 100; ++k)
        for (const float sign : {-1.0F, 1.0F})
            CHECK(brightness(diverging(sign * static_cast<float>(k) / 100)) <=
                  brightness(diverging(sign * static_cast<float>(k - 1) / 100)));
    CHECK(diverging(-7) == diverging(-1));
    CHECK(sequential(7) == sequential(1));
}

TEST_CASE("texts for gnuplot and HTML cannot leave their quotes") {
    CHECK(quoted("it's `date`\n\"x\"") == "'it''s `date`\"x\"'");
    CHECK(escaped("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    CHECK(escaped("a\x01\xff"
                  "b\u00e9") == "a\ufffd\ufffd"
                                "b\u00e9");
}
