/// What libraries are measured on.
#include "generator/tune/specimen.h"
#include "generator/tune/drawn_images.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <span>
#include <vector>

#include <halenet/network.h>
#include <tiny_timed.h>

using namespace halenet;
using namespace halenet::tune;

namespace {

std::span<const std::uint8_t> pixels_of(const Dataset &data, std::size_t image) {
    const std::size_t bytes = data.images.size() / data.size();
    return {data.images.data() + image * bytes, bytes};
}

double difference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        sum += std::abs(a[k] - b[k]);
    }
    return sum / static_cast<double>(a.size());
}

} // namespace

TEST_CASE("drawn images have the form that was asked for, and classes by turns", "[specimen]") {
    const ImageForm form{.height = 13, .width = 17, .channels = 3, .classes = 7};
    const Dataset data = draw_images(form, 23);
    CHECK(data.size() == 23);
    CHECK(data.images.shape(1) == 13);
    CHECK(data.images.shape(2) == 17);
    CHECK(data.images.shape(3) == 3);
    for (std::size_t i = 0; i < data.size(); ++i) {
        CHECK(data.labels(i) == i % 7);
    }
    CHECK(draw_images(form, 23).images == data.images);
}

TEST_CASE("about half of the drawn images is background", "[specimen]") {
    for (const ImageForm &form : {ImageForm{}, ImageForm{.height = 9, .width = 40, .channels = 3, .classes = 4},
                                  ImageForm{.height = 96, .width = 96, .channels = 1, .classes = 100}}) {
        const Dataset data = draw_images(form, 200);
        const auto background =
            static_cast<double>(std::ranges::count(std::span(data.images.data(), data.images.size()), std::uint8_t{0}));
        const double part = background / static_cast<double>(data.images.size());
        CHECK(part > 0.3);
        CHECK(part < 0.7);
    }
}

TEST_CASE("drawn images of a class resemble each other and are not the same", "[specimen]") {
    const Dataset data = draw_images({}, 40);
    for (std::size_t i = 0; i < 10; ++i) {
        const double same = difference(pixels_of(data, i), pixels_of(data, i + 10));
        const double other = difference(pixels_of(data, i), pixels_of(data, i + 11));
        CHECK(same > 0);
        CHECK(same < other);
    }
}

TEST_CASE("a specimen is a network that has learnt its images", "[specimen]") {
    const Specimen specimen = make_specimen(tiny_timed_api);
    CHECK(specimen.source == "drawn images of 13x11x3");
    Network network(tiny_timed_api, {.batch = 64, .threads = 1});
    CHECK(network.parameters() != specimen.parameters);
    network.set_parameters(specimen.parameters);
    CHECK(network.evaluate(specimen.data).accuracy() > 0.8);
}
