#include <halenet/synthetic.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <thread>
#include <vector>

#include "runtime/data/pen.h"
#include "runtime/data/split_mix.h"
#include "runtime/data/strokes.h"

namespace halenet {
namespace {

constexpr int image_extent = 28;
constexpr double box_extent = 20; // of the ink, as in MNIST
constexpr std::size_t image_bytes = std::size_t{image_extent} * image_extent;

/// A random linear map: stretch, slant, then turn. (The position is lost when the ink is centred.)
class AffineMap {
  public:
    explicit AffineMap(SplitMix &random) {
        const double stretch = 1 + random.around_zero(0.5);
        const double slant = 0.15 + random.around_zero(0.6);
        // Cosine and sine of a turn of up to 20 degrees from the tangent of its half: no library function needed.
        const double half = random.around_zero(0.18);
        const double cosine = (1 - half * half) / (1 + half * half), sine = 2 * half / (1 + half * half);
        xx_ = cosine * stretch;
        xy_ = -cosine * slant - sine;
        yx_ = sine * stretch;
        yy_ = cosine - sine * slant;
    }

    Point operator()(Point p) const { return {xx_ * p.x + xy_ * p.y, yx_ * p.x + yy_ * p.y}; }

  private:
    double xx_, xy_, yx_, yy_;
};

/// A smooth random displacement: a uniform cubic B-spline over a coarse lattice of random vectors.
class ElasticMap {
  public:
    explicit ElasticMap(SplitMix &random) {
        constexpr double amplitude = 0.25;
        for (Point &vector : lattice_)
            vector = {random.around_zero(amplitude), random.around_zero(amplitude)};
    }

    Point operator()(Point p) const {
        const Weights across(p.x), down(p.y);
        Point result = p;
        for (std::size_t j = 0; j < 4; ++j)
            for (std::size_t i = 0; i < 4; ++i) {
                const Point vector = lattice_[(down.first + j) * nodes + across.first + i];
                result.x += down.weights[j] * across.weights[i] * vector.x;
                result.y += down.weights[j] * across.weights[i] * vector.y;
            }
        return result;
    }

  private:
    static constexpr std::size_t cells = 3; // over 0 .. 1 in each direction
    static constexpr std::size_t nodes = cells + 3;

    /// The four nodes that a coordinate depends on, and how much on each.
    struct Weights {
        std::size_t first;
        std::array<double, 4> weights{};

        explicit Weights(double coordinate) {
            const double scaled = std::clamp(coordinate, 0.0, 1.0) * cells;
            first = std::min(static_cast<std::size_t>(scaled), cells - 1);
            const double t = scaled - static_cast<double>(first), s = 1 - t;
            weights = {s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6,
                       t * t * t / 6};
        }
    };

    std::array<Point, nodes * nodes> lattice_;
};

Pen random_pen(SplitMix &random) {
    return {.radius = 1.35 + random.around_zero(0.8),
            .growth = random.around_zero(0.6),
            .softness = random.uniform(0.9, 1.7),
            .darkness = random.uniform(0.85, 1.0)};
}

/// Scales the lines so that their ink fills the box in its longer direction, and moves the ink's centre of mass to the
/// middle of the image.
void place(std::span<Stroke> lines, const Pen &pen) {
    Point low = lines.front().front(), high = low, moment;
    double mass = 0;
    for (const Stroke &line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            low = {std::min(low.x, line[i].x), std::min(low.y, line[i].y)};
            high = {std::max(high.x, line[i].x), std::max(high.y, line[i].y)};
            if (i == 0)
                continue;
            const double dx = line[i].x - line[i - 1].x, dy = line[i].y - line[i - 1].y;
            const double ink = std::sqrt(dx * dx + dy * dy) * pen.radius_at(i - 1, line.size() - 1);
            mass += ink;
            moment.x += ink * (line[i].x + line[i - 1].x) / 2;
            moment.y += ink * (line[i].y + line[i - 1].y) / 2;
        }
    }
    const double scale = (box_extent - 2 * pen.radius) / std::max(high.x - low.x, high.y - low.y);
    for (Stroke &line : lines)
        for (Point &point : line)
            point = {(point.x - moment.x / mass) * scale + image_extent / 2.0,
                     (point.y - moment.y / mass) * scale + image_extent / 2.0};
}

/// Draws one digit into `image`, which is empty, and returns its label.
std::uint8_t draw_digit(SplitMix random, std::span<std::uint8_t> image) {
    const std::size_t digit = random.below(10);
    const std::vector<Glyph> &glyphs = glyphs_of(digit);
    std::vector<Stroke> lines = glyphs[random.below(glyphs.size())];
    const ElasticMap bend(random);
    const AffineMap turn(random);
    const Pen pen = random_pen(random);
    for (Stroke &line : lines) {
        line = flatten(line);
        for (Point &point : line)
            point = turn(bend(point));
    }
    place(lines, pen);
    for (const Stroke &line : lines)
        draw(line, pen, image, image_extent);
    return static_cast<std::uint8_t>(digit);
}

} // namespace

Dataset synthetic_digits(std::size_t count, std::uint64_t seed, unsigned threads) {
    Dataset digits;
    digits.images =
        xt::zeros<std::uint8_t>({count, std::size_t{image_extent}, std::size_t{image_extent}, std::size_t{1}});
    digits.labels = xt::zeros<std::uint8_t>({count});
    const auto draw_range = [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            digits.labels(i) = draw_digit(SplitMix(seed, i), {digits.images.data() + i * image_bytes, image_bytes});
    };
    const std::size_t workers = std::max(1u, threads);
    std::vector<std::jthread> helpers;
    for (std::size_t worker = 1; worker < workers; ++worker)
        helpers.emplace_back(draw_range, count * worker / workers, count * (worker + 1) / workers);
    draw_range(0, count / workers);
    return digits;
}

Digits synthetic_mnist(unsigned threads) {
    constexpr std::uint64_t train_seed = 1, test_seed = 2;
    return {.train = synthetic_digits(60'000, train_seed, threads),
            .test = synthetic_digits(10'000, test_seed, threads),
            .source = "synthetic digits",
            .synthetic = true};
}

} // namespace halenet
