#include "generator/tune/drawn_images.h"

#include "runtime/data/split_mix.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace halenet::tune {

namespace {

/// In fractions of the image's extents.
struct Spot {
    double x = 0, y = 0, radius = 0;
    std::vector<double> ink; ///< of each channel, 0 to 1
};

constexpr std::size_t spots_of_a_class = 4;

// Four spots of these radii, some over another and some over the edge, cover about half of the image.
std::vector<Spot> spots_of(std::size_t label, std::size_t channels) {
    SplitMix random(0, label);
    std::vector<Spot> spots(spots_of_a_class);
    for (Spot &spot : spots) {
        spot.x = random.uniform(0.1, 0.9);
        spot.y = random.uniform(0.1, 0.9);
        spot.radius = random.uniform(0.18, 0.3);
        for (std::size_t c = 0; c < channels; ++c) {
            spot.ink.push_back(random.uniform(0.4, 1));
        }
    }
    return spots;
}

/// A part of 1 that falls smoothly from the spot's centre to its edge.
double shade_at(const Spot &spot, double x, double y) {
    const double dx = x - spot.x, dy = y - spot.y;
    const double rest = 1 - (dx * dx + dy * dy) / (spot.radius * spot.radius);
    return rest > 0 ? rest * rest : 0;
}

void draw(const ImageForm &form, std::vector<Spot> spots, SplitMix random, std::span<std::uint8_t> image) {
    for (Spot &spot : spots) {
        spot.x += random.around_zero(0.15);
        spot.y += random.around_zero(0.15);
    }
    for (std::size_t k = 0; k < image.size(); ++k) {
        const std::size_t c = k % form.channels, pixel = k / form.channels;
        const std::size_t column = pixel % form.width, row = pixel / form.width;
        const double x = (static_cast<double>(column) + 0.5) / static_cast<double>(form.width);
        const double y = (static_cast<double>(row) + 0.5) / static_cast<double>(form.height);
        double ink = 0;
        for (const Spot &spot : spots) {
            ink = std::max(ink, spot.ink[c] * shade_at(spot, x, y));
        }
        image[k] = static_cast<std::uint8_t>(std::lround(255 * ink));
    }
}

} // namespace

Dataset draw_images(const ImageForm &form, std::size_t count) {
    Dataset drawn{.images = decltype(Dataset::images)::from_shape({count, form.height, form.width, form.channels}),
                  .labels = decltype(Dataset::labels)::from_shape({count})};
    const std::size_t bytes = form.height * form.width * form.channels;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t label = i % form.classes;
        drawn.labels(i) = static_cast<std::uint8_t>(label);
        draw(form, spots_of(label, form.channels), SplitMix(1, i), std::span(drawn.images.data() + i * bytes, bytes));
    }
    return drawn;
}

} // namespace halenet::tune
