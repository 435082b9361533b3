#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "runtime/report/digit_tiles.h"
#include "runtime/report/pictures.h"
#include "runtime/report/tile_sheet.h"

namespace halenet {
namespace {

constexpr std::size_t widest_sheet = 960;
constexpr std::size_t narrowest_sheet = 400; // for a title
constexpr std::size_t margin = 8;
constexpr std::size_t title_height = 26;
constexpr std::size_t band_gap = 18;

/// Planes of the same size, drawn with one scale of colours: an array [y][x][plane].
struct Planes {
    std::size_t width = 0, height = 0, count = 0;
    std::vector<float> values;

    [[nodiscard]] float at(std::size_t plane, std::size_t x, std::size_t y) const {
        return values[(y * width + x) * count + plane];
    }
};

float greatest_magnitude(const std::vector<float> &values) {
    float greatest = 0;
    for (const float value : values)
        greatest = std::max(greatest, std::abs(value));
    return greatest > 0 ? greatest : 1;
}

bool has_negative(const std::vector<float> &values) {
    return std::ranges::any_of(values, [](float value) { return value < 0; });
}

/// Both signs: blue below 0 and orange above, white 0. Otherwise: black 0, brighter above.
Raster raster_of(const Planes &planes, std::size_t plane, float greatest, bool both_signs) {
    return {.width = planes.width, .height = planes.height, .colour = [=, &planes](auto x, auto y) {
                const float value = planes.at(plane, x, y) / greatest;
                return both_signs ? diverging(value) : sequential(value);
            }};
}

/// A title and tiles in rows below it.
struct Band {
    std::string title;
    std::vector<Raster> tiles;
    std::size_t side = 0; ///< of a tile's box
    std::size_t gap = 8;  ///< between two tiles

    [[nodiscard]] Extent tile() const { return fitted(tiles.front().width, tiles.front().height, side); }
    [[nodiscard]] std::size_t columns() const {
        const std::size_t most = (widest_sheet - 2 * margin + gap) / (tile().width + gap);
        return std::clamp<std::size_t>(tiles.size(), 1, std::max<std::size_t>(1, most));
    }
    [[nodiscard]] std::size_t width() const { return columns() * (tile().width + gap) - gap; }
    [[nodiscard]] std::size_t height() const {
        const std::size_t rows = (tiles.size() + columns() - 1) / columns();
        return title_height + rows * (tile().height + gap) - gap;
    }
};

void finish_with_bands(Picture &picture, const std::vector<Band> &bands) {
    std::size_t width = narrowest_sheet;
    std::size_t height = 2 * margin - band_gap;
    for (const Band &band : bands) {
        width = std::max(width, 2 * margin + band.width());
        height += band.height() + band_gap;
    }
    TileSheet sheet(width, height);
    std::size_t top = margin;
    for (const Band &band : bands) {
        sheet.write(band.title, margin, top + title_height / 2, TileSheet::Align::left, theme::ink);
        const Extent tile = band.tile();
        for (std::size_t k = 0; k < band.tiles.size(); ++k) {
            const std::size_t left = margin + k % band.columns() * (tile.width + band.gap);
            const std::size_t tile_top = top + title_height + k / band.columns() * (tile.height + band.gap);
            sheet.draw(band.tiles[k], left, tile_top, tile.width, tile.height);
            sheet.frame(left, tile_top, tile.width, tile.height, theme::line);
        }
        top += band.height() + band_gap;
    }
    sheet.finish(picture);
}

/// The first of a layer's planes.
std::vector<Raster> rasters_of(const Planes &planes, std::size_t most) {
    const float greatest = greatest_magnitude(planes.values);
    const bool both_signs = has_negative(planes.values);
    std::vector<Raster> rasters;
    for (std::size_t plane = 0; plane < std::min(most, planes.count); ++plane)
        rasters.push_back(raster_of(planes, plane, greatest, both_signs));
    return rasters;
}

} // namespace

std::optional<Picture> filters_picture(const halenet_model_info &model, std::span<const float> parameters) {
    constexpr std::size_t most_filters = 64;
    constexpr std::size_t most_channels = 4;
    const std::span tensors(model.tensors, model.tensor_count);
    const auto weights = std::ranges::find(tensors, 4, &halenet_tensor_info::rank);
    if (weights == tensors.end())
        return std::nullopt;
    const auto extent = [&](std::size_t axis) { return static_cast<std::size_t>(weights->shape[axis]); };
    const std::size_t filters = extent(0);
    const std::size_t channels = extent(3);
    const std::size_t filter_floats = extent(1) * extent(2) * channels;
    const std::vector<float> all(parameters.begin() + static_cast<std::ptrdiff_t>(weights->offset),
                                 parameters.begin() + static_cast<std::ptrdiff_t>(weights->offset + weights->count));
    const float greatest = greatest_magnitude(all);

    std::vector<Planes> planes;
    for (std::size_t filter = 0; filter < std::min(filters, most_filters); ++filter) {
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(filter * filter_floats);
        planes.push_back({extent(2), extent(1), channels, {first, first + static_cast<std::ptrdiff_t>(filter_floats)}});
    }
    const std::string layer = std::string(weights->name).substr(0, std::string_view(weights->name).rfind('.'));
    std::vector<Band> bands;
    for (std::size_t channel = 0; channel < std::min(channels, most_channels); ++channel) {
        Band band{.title = fmt::format("{}: {} filters of {}x{}", layer, filters, extent(1), extent(2)),
                  .tiles = {},
                  .side = filters <= 16 ? std::size_t{100} : std::size_t{64}};
        if (channels > 1)
            band.title += fmt::format(", channel {} of {}", channel + 1, channels);
        for (const Planes &filter : planes)
            band.tiles.push_back(raster_of(filter, channel, greatest, true));
        bands.push_back(std::move(band));
    }
    Picture picture{.name = "filters",
                    .title = "First-layer filters",
                    .caption = fmt::format("Weights of the first convolution: orange above 0, blue below, white 0; the "
                                           "deepest colour is {:.2f}.",
                                           greatest),
                    .least_width = 400};
    finish_with_bands(picture, bands);
    return picture;
}

Picture feature_maps_picture(Network &network, const Dataset &data, const TestResults &results) {
    constexpr std::size_t most_maps = 64;
    const halenet_model_info &model = network.model();
    const std::size_t image_bytes = data.images.size() / data.size();
    const std::span image(data.images.data(), image_bytes);
    std::vector<Band> bands{
        {.title = fmt::format("the image, class {}", data.labels(0)), .tiles = {raster_of(data, 0)}, .side = 84}};
    std::vector<Planes> planes(model.layer_count); // the tiles refer to them
    for (std::size_t k = 1; k < model.layer_count; ++k) {
        const halenet_layer_info &layer = model.layers[k];
        const std::string_view kind(layer.kind);
        // Flatten and Dropout hand on what the layer before them made.
        if (!layer.visible || kind == "Flatten" || kind == "Dropout")
            continue;
        const bool flat = layer.height == 1 && layer.width == 1;
        const auto channels = static_cast<std::size_t>(layer.channels);
        planes[k] = {static_cast<std::size_t>(layer.width), static_cast<std::size_t>(layer.height), channels,
                     network.layer_output(image, static_cast<int>(k))};
        Band band{.title = fmt::format("{}  {}  {}", layer.name, layer.kind,
                                       flat ? fmt::format("{} units", channels)
                                            : fmt::format("{}x{}x{}", layer.height, layer.width, channels)),
                  .tiles = rasters_of(planes[k], flat ? 8 * most_maps : most_maps),
                  .side = flat ? std::size_t{16} : std::size_t{84},
                  .gap = flat ? std::size_t{2} : std::size_t{8}};
        if (band.tiles.size() < channels)
            band.title += fmt::format(", the first {}", band.tiles.size());
        bands.push_back(std::move(band));
    }
    Picture picture{.name = "feature_maps",
                    .title = "Feature maps",
                    .caption =
                        fmt::format("What the layers make of the first test image, which was taken for class {}. "
                                    "Each layer has its own scale: black is 0 and white its greatest value; where "
                                    "values lie below 0, white is 0, orange above and blue below.",
                                    results.predictions.front()),
                    .least_width = 720};
    finish_with_bands(picture, bands);
    return picture;
}

} // namespace halenet
