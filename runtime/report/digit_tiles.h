#pragma once

#include <cstddef>
#include <span>

#include <halenet/dataset.h>

#include "runtime/report/canvas.h"
#include "runtime/report/test_results.h"
#include "runtime/report/tile_sheet.h"

namespace halenet {

/// An image of a dataset: grey of its first channel, or red, green and blue where it has three or more.
[[nodiscard]] Raster raster_of(const Dataset &data, std::size_t image);

/// Images in rows, each with its prediction and probability above it; wrong ones have a cross, an orange frame and
/// their own class below.
struct DigitGrid {
    std::span<const std::size_t> images;
    std::size_t columns = 10;
    std::size_t side = 84; ///< pixels of a tile
};

/// How large a sheet the grid fills.
[[nodiscard]] Extent extent_of(const DigitGrid &grid);

[[nodiscard]] TileSheet digit_sheet(const DigitGrid &grid, const Dataset &data, const TestResults &results);

} // namespace halenet
