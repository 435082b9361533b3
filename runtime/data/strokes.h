#pragma once

#include <cstddef>
#include <vector>

namespace halenet {

/// x to the right, y downwards.
struct Point {
    double x = 0, y = 0;

    bool operator==(const Point &) const = default;
};

/// The path of a pen from where it is set down to where it is lifted.
using Stroke = std::vector<Point>;

/// One way of writing a digit, about 0.7 wide and 1 high. The strokes are smooth curves through their points; a point
/// that stands twice is a corner.
using Glyph = std::vector<Stroke>;

/// The ways of writing `digit`, 0 to 9.
[[nodiscard]] const std::vector<Glyph> &glyphs_of(std::size_t digit);

/// A polyline along the smooth curve through the stroke's points (a uniform Catmull-Rom spline).
[[nodiscard]] Stroke flatten(const Stroke &stroke);

} // namespace halenet
