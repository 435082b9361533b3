#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <halenet/picture.h>

/// How a picture of a digit is taken of an image in MNIST's form.
struct Scene {
    double scale = 4;   ///< pixels of the picture for one of the image
    double degrees = 0; ///< turned about the middle, counterclockwise
    int left = 20;      ///< pixels of background beside the image
    int right = 20;
    int top = 20;
    int bottom = 20;
    double paper = 255; ///< brightness of the background in full light
    double ink = 0;     ///< and of the digit
    double shade = 0;   ///< what part of the light is missing in the darkest corner
    double noise = 0;   ///< standard deviation, in steps of brightness
    std::uint64_t seed = 0;
};

/// A grey picture of a 28x28 image, bright on dark, interpolated between its pixels.
[[nodiscard]] halenet::Picture picture_of(std::span<const std::uint8_t> image, const Scene &scene = {});

/// What lenet5_prepare makes of it: 28x28 bytes. Fails the test where it refuses.
[[nodiscard]] std::vector<std::uint8_t> prepared(const halenet::Picture &picture);

/// Mean of the pixels' differences without sign, 0 to 255.
[[nodiscard]] double difference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);
