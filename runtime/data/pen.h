#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/data/strokes.h"

namespace halenet {

/// What a pen leaves on the image; lengths in pixels.
struct Pen {
    double radius = 1.2;
    double growth = 0;   ///< of the radius along a stroke: it is radius * (1 + growth * t), t from -0.5 to 0.5
    double softness = 1; ///< width of the edge from full ink to none
    double darkness = 1; ///< of full ink, 0 to 1

    /// At the middle of a segment of a polyline.
    [[nodiscard]] double radius_at(std::size_t segment, std::size_t segments) const {
        const double t = (static_cast<double>(segment) + 0.5) / static_cast<double>(segments) - 0.5;
        return radius * (1 + growth * t);
    }
};

/// Draws the polyline into a square image of `extent` pixels a side, antialiased; strokes do not darken each other.
/// Pixel (x, y) covers [x, x + 1) x [y, y + 1).
void draw(const Stroke &line, const Pen &pen, std::span<std::uint8_t> image, int extent);

} // namespace halenet
