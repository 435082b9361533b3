#include "runtime/report/canvas.h"

#include <algorithm>
#include <array>

namespace halenet {
namespace {

/// The source's pixels under pixel `at` of `to`: one where it grows.
struct Section {
    std::size_t begin, end;
};
Section section(std::size_t at, std::size_t from, std::size_t to) {
    const std::size_t begin = at * from / to;
    return {begin, std::max(begin + 1, (at + 1) * from / to)};
}

std::array<char, 4> average(const Raster &raster, const Section &columns, const Section &rows) {
    std::array<std::size_t, 3> sums{};
    for (std::size_t y = rows.begin; y < rows.end; ++y)
        for (std::size_t x = columns.begin; x < columns.end; ++x) {
            const Colour colour = raster.colour(x, y);
            sums[0] += colour.red;
            sums[1] += colour.green;
            sums[2] += colour.blue;
        }
    const std::size_t count = (columns.end - columns.begin) * (rows.end - rows.begin);
    return {static_cast<char>(sums[0] / count), static_cast<char>(sums[1] / count), static_cast<char>(sums[2] / count),
            static_cast<char>(255)};
}

} // namespace

void Canvas::draw(const Raster &raster, std::size_t left, std::size_t top, std::size_t width, std::size_t height) {
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            const std::array<char, 4> pixel =
                average(raster, section(x, raster.width, width), section(y, raster.height, height));
            std::ranges::copy(pixel,
                              pixels_.begin() + static_cast<std::ptrdiff_t>(4 * ((top + y) * width_ + left + x)));
        }
}

} // namespace halenet
