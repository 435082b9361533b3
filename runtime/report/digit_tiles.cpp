#include "runtime/report/digit_tiles.h"

#include <algorithm>

#include <fmt/format.h>

namespace halenet {
namespace {

constexpr std::size_t margin = 8;
constexpr std::size_t gap = 32;         // between two tiles of a row, so that a caption may be wider than its tile
constexpr std::size_t text_height = 22; // above each tile
constexpr std::size_t row_gap = 14;

std::string caption_of(std::size_t image, const Dataset &data, const TestResults &results) {
    const int prediction = results.predictions[image];
    const int label = data.labels(image);
    const double percent = 100.0 * static_cast<double>(results.confidence(image));
    // Rounded down, because only a certainty is 100 %.
    const std::string probability =
        percent >= 99.9 ? (percent >= 100 ? "100" : ">99.9") : fmt::format("{:.1f}", percent);
    return prediction == label ? fmt::format("{}  {} %", prediction, probability)
                               : fmt::format("\u00d7 {}, is {}  {} %", prediction, label, probability);
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
    return {2 * margin + grid.columns * (grid.side + gap),
            2 * margin + rows * (text_height + grid.side) + (rows - 1) * row_gap};
}

TileSheet digit_sheet(const DigitGrid &grid, const Dataset &data, const TestResults &results) {
    const Extent extent = extent_of(grid);
    TileSheet sheet(extent.width, extent.height);
    for (std::size_t k = 0; k < grid.images.size(); ++k) {
        const std::size_t image = grid.images[k];
        const bool right = results.predictions[image] == data.labels(image);
        const std::size_t left = margin + k % grid.columns * (grid.side + gap);
        const std::size_t top = margin + k / grid.columns * (text_height + grid.side + row_gap);
        const Raster raster = raster_of(data, image);
        const Extent tile = fitted(raster.width, raster.height, grid.side);
        const std::size_t tile_left = left + (gap + grid.side - tile.width) / 2;
        sheet.write(caption_of(image, data, results), left + (gap + grid.side) / 2, top + text_height / 2,
                    TileSheet::Align::centre, right ? theme::ink : theme::orange);
        sheet.draw(raster, tile_left, top + text_height, tile.width, tile.height);
        if (!right)
            sheet.frame(tile_left, top + text_height, tile.width, tile.height);
    }
    return sheet;
}

} // namespace halenet
