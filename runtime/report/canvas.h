#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "runtime/report/palette.h"

namespace halenet {

/// A small image as a function of x and y.
struct Raster {
    std::size_t width = 0, height = 0;
    std::function<Colour(std::size_t x, std::size_t y)> colour;
};

/// A rectangle of pixels that begins transparent.
class Canvas {
  public:
    Canvas(std::size_t width, std::size_t height) : width_(width), height_(height), pixels_(4 * width * height, '\0') {}

    [[nodiscard]] std::size_t width() const { return width_; }
    [[nodiscard]] std::size_t height() const { return height_; }

    /// Draws the raster over `width` x `height` pixels from (left, top) on, all within the canvas: pixels become
    /// squares where it grows, and are averaged where it shrinks.
    void draw(const Raster &raster, std::size_t left, std::size_t top, std::size_t width, std::size_t height);

    /// Bytes red, green, blue, opacity of each pixel, rows from the top.
    [[nodiscard]] std::string_view bytes() const { return pixels_; }

  private:
    std::size_t width_, height_;
    std::string pixels_;
};

} // namespace halenet
