#include "tests/pictures/scene.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include <catch2/catch_test_macros.hpp>
#include <lenet5.h>

#include "runtime/data/split_mix.h"

namespace {

constexpr int extent = 28;

// Pixel (x, y) has its centre at (x + 0.5, y + 0.5).
double between(std::span<const std::uint8_t> image, double x, double y) {
    const auto column = static_cast<int>(std::floor(x - 0.5)), row = static_cast<int>(std::floor(y - 0.5));
    const double right = x - 0.5 - column, lower = y - 0.5 - row;
    const auto at = [&](int i, int j) {
        const bool inside = i >= 0 && j >= 0 && i < extent && j < extent;
        return inside ? static_cast<double>(image[static_cast<std::size_t>(j * extent + i)]) : 0.0;
    };
    return (1 - lower) * ((1 - right) * at(column, row) + right * at(column + 1, row)) +
           lower * ((1 - right) * at(column, row + 1) + right * at(column + 1, row + 1));
}

} // namespace

halenet::Picture picture_of(std::span<const std::uint8_t> image, const Scene &scene) {
    const auto side = static_cast<int>(std::lround(extent * scene.scale));
    halenet::Picture picture{scene.left + side + scene.right, scene.top + side + scene.bottom, 1, {}};
    const double angle = scene.degrees * std::numbers::pi / 180;
    halenet::SplitMix random(scene.seed);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) {
            const double u = (x + 0.5 - scene.left) / scene.scale - extent / 2.0;
            const double v = (y + 0.5 - scene.top) / scene.scale - extent / 2.0;
            const double share = between(image, extent / 2.0 + std::cos(angle) * u - std::sin(angle) * v,
                                         extent / 2.0 + std::sin(angle) * u + std::cos(angle) * v) /
                                 255;
            const double light =
                1 -
                scene.shade * (static_cast<double>(x) / picture.width + static_cast<double>(y) / picture.height) / 2;
            // around_zero's standard deviation is a third of its spread.
            const double value =
                light * (scene.paper + share * (scene.ink - scene.paper)) + random.around_zero(3 * scene.noise);
            picture.pixels.push_back(static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L)));
        }
    return picture;
}

std::vector<std::uint8_t> prepared(const halenet::Picture &picture) {
    std::vector<std::uint8_t> image(std::size_t{LENET5_HEIGHT} * LENET5_WIDTH);
    const halenet_picture view = picture.view();
    const halenet_status status = lenet5_prepare(&view, image.data());
    INFO(static_cast<const char *>(status.sentence));
    REQUIRE(status.code == HALENET_OK);
    return image;
}

double difference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i]));
    return sum / static_cast<double>(a.size());
}
