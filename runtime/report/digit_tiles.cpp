#include "runtime/report/digit_tiles.h"

#include <algorithm>

#include <fmt/format.h>

namespace halenet {
namespace {

constexpr std::size_t margin = 8;
constexpr std::size_t gap = 24;         // between two tiles of a row, so that a caption may be wider than its tile
constexpr std::size_t text_height = 22; // above each tile, and below a wrong one

std::string probability_of(std::size_t image, const TestResults &results) {
    const double percent = 100.0 * static_cast<double>(results.confidence(image));
    return percent > 99 ? ">99 %" : fmt::format("{:.0f} %", percent); // only a certainty is 100 %
}

} // namespace

Raster raster_of(const Dataset &data, std::size_t image) {
    const bool coloured = data.images.shape(3) >= 3;
    return {.width = data.images.shape(2), .height = data.images.shape(1), .colour = [=, &data](auto x, auto y) {
                const auto channel = [&](std::size_t c) { return data.images(image, y, x, coloured ? c : 0); };
                return Colour{channel(0), channel(1), channel(2)};
            }};
}

Extent extent_of(const DigitGrid &grid) {
    const std::size_t rows = std::max<std::size_t>(1, (grid.images.size() + grid.columns - 1) / grid.columns);
    return {2 * margin + grid.columns * (grid.side + gap), 2 * margin + rows * (2 * text_height + grid.side)};
}

TileSheet digit_sheet(const DigitGrid &grid, const Dataset &data, const TestResults &results) {
    const Extent extent = extent_of(grid);
    TileSheet sheet(extent.width, extent.height);
    for (std::size_t k = 0; k < grid.images.size(); ++k) {
        const std::size_t image = grid.images[k];
        const bool right = results.predictions[image] == data.labels(image);
        const ThemeColour &colour = right ? theme::ink : theme::orange;
        const std::size_t left = margin + k % grid.columns * (grid.side + gap);
        const std::size_t top = margin + k / grid.columns * (grid.side + 2 * text_height) + text_height;
        const std::size_t centre = left + (gap + grid.side) / 2;
        const Raster raster = raster_of(data, image);
        const Extent tile = fitted(raster.width, raster.height, grid.side);
        const std::size_t tile_left = centre - tile.width / 2;
        sheet.write(
            fmt::format("{}{}  {}", right ? "" : "\u00d7 ", results.predictions[image], probability_of(image, results)),
            centre, top - text_height / 2, TileSheet::Align::centre, colour);
        sheet.draw(raster, tile_left, top, tile.width, tile.height);
        sheet.frame(tile_left, top, tile.width, tile.height, right ? theme::line : theme::orange);
        if (!right)
            sheet.write(fmt::format("is {}", data.labels(image)), centre, top + tile.height + text_height / 2,
                        TileSheet::Align::centre, colour);
    }
    return sheet;
}

} // namespace halenet
