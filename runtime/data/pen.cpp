#include "runtime/data/pen.h"

#include <algorithm>
#include <cmath>

namespace halenet {
namespace {

/// From the point to the nearest point of the segment a-b.
double distance(Point point, Point a, Point b) {
    const double along_x = b.x - a.x, along_y = b.y - a.y;
    const double length_squared = along_x * along_x + along_y * along_y;
    const double projection = (point.x - a.x) * along_x + (point.y - a.y) * along_y;
    const double t = length_squared > 0 ? std::clamp(projection / length_squared, 0.0, 1.0) : 0.0;
    const double dx = point.x - (a.x + t * along_x), dy = point.y - (a.y + t * along_y);
    return std::sqrt(dx * dx + dy * dy);
}

/// The pixels that an interval may touch, within the image.
struct PixelRange {
    int begin, end;

    PixelRange(double from, double to, int extent)
        : begin(static_cast<int>(std::clamp(from, 0.0, static_cast<double>(extent)))),
          end(static_cast<int>(std::clamp(to + 1, 0.0, static_cast<double>(extent)))) {}
};

} // namespace

void draw(const Stroke &line, const Pen &pen, std::span<std::uint8_t> image, int extent) {
    constexpr double shades = 255.999; // 0 to 255, each of the same width
    const auto width = static_cast<std::size_t>(extent);
    const std::size_t segments = line.size() - 1;
    for (std::size_t i = 0; i < segments; ++i) {
        const Point a = line[i], b = line[i + 1];
        const double reach = pen.radius_at(i, segments) + pen.softness / 2;
        const PixelRange columns(std::min(a.x, b.x) - reach, std::max(a.x, b.x) + reach, extent);
        const PixelRange rows(std::min(a.y, b.y) - reach, std::max(a.y, b.y) + reach, extent);
        for (int y = rows.begin; y < rows.end; ++y) {
            const auto row = image.subspan(static_cast<std::size_t>(y) * width, width);
            for (int x = columns.begin; x < columns.end; ++x) {
                const double outside = distance({x + 0.5, y + 0.5}, a, b);
                const double cover = std::clamp((reach - outside) / pen.softness, 0.0, 1.0);
                std::uint8_t &pixel = row[static_cast<std::size_t>(x)];
                pixel = std::max(pixel, static_cast<std::uint8_t>(cover * pen.darkness * shades));
            }
        }
    }
}

} // namespace halenet
