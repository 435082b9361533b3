// Prepared pictures are recognised about as well as the images that they were taken of.
#include <array>
#include <cstdint>
#include <span>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <lenet5.h>
#include <xtensor/xview.hpp>

#include <halenet/mnist.h>
#include <halenet/network.h>
#include <halenet/synthetic.h>
#include <halenet/trainer.h>

#include "tests/pictures/scene.h"
#include "tests/runtime/real_mnist.h"

namespace {

constexpr std::size_t image_bytes = std::size_t{LENET5_HEIGHT} * LENET5_WIDTH;

// The data with each image taken as a picture and prepared again; `scene_of` tells how, by the image's number.
template <typename SceneOf>
halenet::Dataset prepared_again(const halenet::Dataset &data, SceneOf &&scene_of) {
    halenet::Dataset again = data;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const std::span<const std::uint8_t> image(data.images.data() + i * image_bytes, image_bytes);
        const std::vector<std::uint8_t> bytes = prepared(picture_of(image, scene_of(i)));
        std::copy(bytes.begin(), bytes.end(), again.images.data() + i * image_bytes);
    }
    return again;
}

halenet::Dataset first_of(const halenet::Dataset &data, std::size_t count) {
    return {xt::view(data.images, xt::range(std::size_t{0}, count)),
            xt::view(data.labels, xt::range(std::size_t{0}, count))};
}

halenet::Network trained_on(const halenet::Dataset &data, int epochs) {
    halenet::Network network(lenet5_api, {.threads = 2});
    halenet::Trainer(network, data, {.epochs = epochs, .validation = 0}).run();
    return network;
}

// Of every kind of picture at once, each within what a person may do with a telephone.
Scene photograph(std::size_t i) {
    const auto step = static_cast<double>(i % 7) / 6;
    return {.scale = 2 + 5 * step,
            .degrees = static_cast<double>(i % 31) - 15,
            .left = static_cast<int>(i % 5) * 12,
            .right = static_cast<int>(i % 3) * 25,
            .top = static_cast<int>(i % 4) * 15,
            .bottom = 8,
            .paper = i % 3 == 0 ? 70.0 : 225.0,
            .ink = i % 3 == 0 ? 210.0 : 60.0,
            .shade = 0.5 * step,
            .noise = static_cast<double>(i % 11),
            .seed = i};
}

} // namespace

TEST_CASE("drawn digits are recognised in pictures: large, inverted, tilted, in sloping light, noisy") {
    halenet::Network network = trained_on(halenet::synthetic_digits(6000, 1, 2), 3);
    const halenet::Dataset test = halenet::synthetic_digits(600, 2, 2);
    const double plain = network.evaluate(test).accuracy();
    CHECK(plain > 0.97);
    const double large =
        network.evaluate(prepared_again(test, [](std::size_t) { return Scene{.scale = 4}; })).accuracy();
    CHECK(large > plain - 0.03);
    const double photographs = network.evaluate(prepared_again(test, photograph)).accuracy();
    CAPTURE(plain, large, photographs);
    CHECK(photographs > plain - 0.06);
}

TEST_CASE("MNIST's test images are recognised when enlarged and inverted") {
    const auto folder = real_mnist();
    if (!folder)
        SKIP(why_no_mnist);
    const halenet::Digits digits = halenet::read_digits(*folder);
    halenet::Network network = trained_on(first_of(digits.train, 20'000), 2);
    const halenet::Dataset test = first_of(digits.test, 2'000);
    const double plain = network.evaluate(test).accuracy();
    const double large =
        network.evaluate(prepared_again(test, [](std::size_t) { return Scene{.scale = 4}; })).accuracy();
    CAPTURE(plain, large);
    CHECK(plain > 0.97);
    CHECK(large > plain - 0.006);
}
