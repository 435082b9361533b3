#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <xtensor/xtensor.hpp>

namespace halenet {

/// What one image and its label look like. A reader refuses data of any other form.
struct ImageForm {
    std::size_t height = 28;  ///< pixels
    std::size_t width = 28;   ///< pixels
    std::size_t channels = 1; ///< bytes a pixel
    std::size_t classes = 10; ///< labels are 0 .. classes - 1; at most 256

    bool operator==(const ImageForm &) const = default;
};

/// Labelled images. Both tensors are row-major, so `images.data()` and `labels.data()` are what a halenet_batch takes.
struct Dataset {
    xt::xtensor<std::uint8_t, 4> images; ///< [image][y][x][channel], 0 is background and 255 full ink
    xt::xtensor<std::uint8_t, 1> labels; ///< [image], each below the form's classes

    [[nodiscard]] std::size_t size() const { return labels.size(); }
};

/// A training set and a test set of the same form, and what to tell a person about their origin.
/// MNIST's two sets are 55 MB: move, do not copy.
struct Digits {
    Dataset train;
    Dataset test;
    std::string source;     ///< a phrase, as "MNIST in data/mnist" or "synthetic digits, because ..."
    bool synthetic = false; ///< drawn by this program, so results say nothing about real handwriting
};

} // namespace halenet
