/// Augmentation against the oracle in double, and what it must leave alone.
#include "runtime/reference/augment.h"
#include "tests/kernels/comparison.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace halenet;
using namespace halenet::kernels;
using reference::Key;
using reference::Random;

namespace {

struct Image {
    std::size_t channels, width, height;
};

const std::vector<Image> shapes = {{1, 28, 28}, {3, 17, 9}, {1, 1, 1}, {5, 3, 2}, {1, 7, 31}};

using Pixels = xt::xtensor<std::uint8_t, 4>;

Pixels random_pixels(Random &random, const Image &image, std::size_t images) {
    return reference::filled<std::uint8_t>(std::array{images, image.height, image.width, image.channels},
                                           [&] { return random.below(256); });
}

class Augment {
  public:
    explicit Augment(const Image &image)
        : kernel_("augment", {{"channels", std::to_string(image.channels)},
                              {"width", std::to_string(image.width)},
                              {"height", std::to_string(image.height)}}) {}

    [[nodiscard]] Pixels operator()(const Pixels &pixels, double shift, double degrees, Key key,
                                    int first_image = 0) const {
        const std::vector<int> rows{extent(pixels.size() / pixels.shape(0)), extent(pixels.shape(0))};
        Memory<std::uint8_t> src(pixels, rows);
        Memory<std::uint8_t> dst(rows);
        kernel_(src, static_cast<float>(shift), static_cast<float>(degrees), first_image, key.low, key.high, dst);
        return dst.tensor<std::uint8_t>(pixels.shape());
    }

  private:
    Kernel kernel_;
};

} // namespace

TEST_CASE("augment by nothing is the identity", "[kernels][augment]") {
    const Image image = GENERATE(from_range(shapes));
    INFO(image.width << "x" << image.height << "x" << image.channels);
    const Augment augment(image);
    Random random(111);
    for (const std::size_t images : shard_sizes) {
        const Pixels pixels = random_pixels(random, image, images);
        CHECK(augment(pixels, 0, 0, {.low = 5, .high = 6}) == pixels);
    }
}

TEST_CASE("augment is the oracle's within one grey level", "[kernels][augment]") {
    const Image image = GENERATE(from_range(shapes));
    const auto [shift, degrees] =
        GENERATE(std::pair{2.0, 0.0}, std::pair{0.0, 15.0}, std::pair{3.0, 45.0}, std::pair{16.0, 10.0});
    INFO(image.width << "x" << image.height << "x" << image.channels << ", " << shift << " pixels, " << degrees
                     << " degrees");
    const Augment augment(image);
    Random random(112);
    const Key key{.low = 77, .high = 99};
    for (const std::size_t images : shard_sizes) {
        const Pixels pixels = random_pixels(random, image, images);
        const Pixels found = augment(pixels, shift, degrees, key, 48);
        const Pixels expected = reference::augment(pixels, shift, degrees, key, 48);
        for (std::size_t k = 0; k < found.size(); ++k) {
            INFO("pixel " << k);
            REQUIRE(std::abs(int{found.flat(k)} - int{expected.flat(k)}) <= 1);
        }
    }
}

TEST_CASE("augment by a whole pixel moves every pixel to its neighbour", "[kernels][augment]") {
    const Image image{.channels = 2, .width = 9, .height = 8};
    const Augment augment(image);
    Random random(113);
    const Pixels pixels = random_pixels(random, image, 1);
    // A range that makes the draw along x two pixels exactly; the one along y is then some fraction, so an image
    // without differences along y shows it.
    const Key key{.low = 8, .high = 9};
    const double pixels_of_range = 2.0 / reference::draw_motion(1, 0, key, 0).x;
    Pixels columns = pixels;
    for (std::size_t y = 0; y < image.height; ++y) {
        for (std::size_t x = 0; x < image.width; ++x) {
            for (std::size_t c = 0; c < image.channels; ++c) {
                columns(0, y, x, c) = pixels(0, 0, x, c);
            }
        }
    }
    const Pixels moved = augment(columns, pixels_of_range, 0, key);
    const double along_y = std::abs(reference::draw_motion(pixels_of_range, 0, key, 0).y);
    const auto reached = static_cast<std::size_t>(std::ceil(along_y)); // rows that the border reaches
    REQUIRE(2 * reached < image.height);
    for (std::size_t y = reached; y < image.height - reached; ++y) {
        for (std::size_t x = 0; x < image.width; ++x) {
            for (std::size_t c = 0; c < image.channels; ++c) {
                INFO("(" << x << ", " << y << "), channel " << c);
                CHECK(moved(0, y, x, c) == (x < 2 ? 0 : pixels(0, 0, x - 2, c)));
            }
        }
    }
}

TEST_CASE("augment draws by key and by the image's number in its batch, and by nothing else", "[kernels][augment]") {
    const Image image{.channels = 1, .width = 12, .height = 12};
    const Augment augment(image);
    Random random(114);
    const Pixels one = random_pixels(random, image, 1);
    Pixels batch = Pixels::from_shape({16, 12, 12, 1});
    for (std::size_t k = 0; k < batch.size(); ++k) {
        batch.flat(k) = one.flat(k % one.size());
    }
    const Key key{.low = 1, .high = 2};
    const Pixels moved = augment(batch, 2, 15, key);
    CHECK(augment(batch, 2, 15, key) == moved);
    CHECK(augment(batch, 2, 15, {.low = 2, .high = 2}) != moved);
    CHECK(augment(batch, 2, 15, {.low = 1, .high = 3}) != moved);
    for (std::size_t n = 0; n < 16; ++n) {
        INFO("image " << n);
        const auto first = moved.begin() + static_cast<std::ptrdiff_t>(n * one.size());
        const Pixels alone = augment(one, 2, 15, key, extent(n));
        CHECK(std::equal(alone.begin(), alone.end(), first));
        CHECK((n == 0 || !std::equal(moved.begin(), moved.begin() + extent(one.size()), first)));
    }
}
