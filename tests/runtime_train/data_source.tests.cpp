#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <stdexcept>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/error.h>
#include <halenet/trainer.h>

#include "tests/runtime_train/fake_library.h"

using Catch::Matchers::Message;
using halenet::DataSource;
using halenet::Error;
using halenet::Network;
using halenet::Trainer;
using Indices = std::span<const std::uint32_t>;
using Bytes = std::span<std::uint8_t>;

namespace {

constexpr halenet::ImageForm form{.height = 2, .width = 2, .channels = 1};

/// What fake_library::dataset holds, image by image.
void fill(Indices indices, Bytes images, Bytes labels) {
    std::ranges::fill(images, std::uint8_t{0});
    for (std::size_t k = 0; k < indices.size(); ++k) {
        images[4 * k] = static_cast<std::uint8_t>(indices[k] % 256);
        labels[k] = static_cast<std::uint8_t>(indices[k] % 3);
    }
}

fake_library::Record trained(const DataSource &source) {
    auto &record = fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    Trainer(network, source, {.epochs = 2, .batch = 16, .validation = 20}).run();
    return record;
}

} // namespace

TEST_CASE("the core gets the same images and labels from every kind of source") {
    const halenet::Dataset data = fake_library::dataset(70);
    const fake_library::Record expected = trained(data);
    const std::vector<std::uint8_t> images(data.images.begin(), data.images.end());
    const std::vector<std::uint8_t> labels(data.labels.begin(), data.labels.end());
    for (const DataSource &source : {DataSource(form, images, labels), DataSource(form, 70, fill)}) {
        const fake_library::Record record = trained(source);
        CHECK(record.evaluated == expected.evaluated);
        REQUIRE(record.steps.size() == expected.steps.size());
        for (std::size_t step = 0; step < record.steps.size(); ++step) {
            CHECK(record.steps[step].pixels == expected.steps[step].pixels);
            CHECK(record.steps[step].labels == expected.steps[step].labels);
        }
    }
}

TEST_CASE("a function is asked for a batch at a time, with room for exactly that, and for held out images apart") {
    std::vector<std::size_t> counts;
    std::set<std::uint32_t> numbers;
    const DataSource source(form, 50, [&](Indices indices, Bytes images, Bytes labels) {
        REQUIRE(images.size() == 4 * indices.size());
        REQUIRE(labels.size() == indices.size());
        const auto held_out = std::ranges::count_if(indices, [](std::uint32_t index) { return index >= 40; });
        CHECK((held_out == 0 || held_out == std::ssize(indices)));
        counts.push_back(indices.size());
        numbers.insert(indices.begin(), indices.end());
        fill(indices, images, labels);
    });
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    Trainer(network, source, {.epochs = 1, .batch = 16, .validation = 10}).run();
    CHECK(counts == std::vector<std::size_t>{16, 16, 8, 10}); // steps, validation
    CHECK(numbers.size() == 50);
    CHECK(*numbers.rbegin() == 49);
}

TEST_CASE("what a function throws reaches the caller, and the weights are those of the last whole step") {
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    network.set_parameters(std::vector<float>(4, 0));
    int calls = 0;
    const DataSource source(form, 64, [&](Indices indices, Bytes images, Bytes labels) {
        if (++calls == 4)
            throw std::runtime_error("the camera is gone");
        fill(indices, images, labels);
    });
    Trainer trainer(network, source,
                    {.batch = 16, .learning_rate = 1, .schedule = halenet::Schedule::constant, .validation = 0});
    CHECK_THROWS_MATCHES(trainer.run(), std::runtime_error, Message("the camera is gone"));
    CHECK(network.parameters()[0] == 3.0F);
    CHECK_NOTHROW(trainer.run());
}

TEST_CASE("labels are refused with their image: in memory before the training, from a function as they come") {
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    halenet::Dataset data = fake_library::dataset(50);
    data.labels(41) = 3;
    const auto sentence = Message("image 41 has the label 3, but Fake has the classes 0 to 2");
    CHECK_THROWS_MATCHES(Trainer(network, data, {.batch = 16, .validation = 0}), Error, sentence);
    CHECK_THROWS_MATCHES(network.evaluate(data), Error, sentence);

    const DataSource source(form, 50, [](Indices indices, Bytes images, Bytes labels) {
        fill(indices, images, labels);
        for (std::size_t k = 0; k < indices.size(); ++k)
            labels[k] = indices[k] == 41 ? 3 : labels[k];
    });
    CHECK_THROWS_MATCHES(network.evaluate(source), Error, sentence);
    Trainer trainer(network, source, {.batch = 16, .validation = 0});
    CHECK_THROWS_MATCHES(trainer.run(), Error, sentence);

    const DataSource forgets(form, 10, [](Indices, Bytes, Bytes) {});
    CHECK_THROWS_MATCHES(network.evaluate(forgets), Error,
                         Message("image 0 has the label 255, but Fake has the classes 0 to 2"));
}

TEST_CASE("a prediction needs no labels, all else does") {
    Network network(fake_library::api(), {.batch = 4, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(9);
    const std::vector<std::uint8_t> images(data.images.begin(), data.images.end());
    const DataSource unlabelled(form, images, {});
    const DataSource function(form, 9, [](Indices indices, Bytes pixels, Bytes) {
        std::ranges::fill(pixels, std::uint8_t{0});
        for (std::size_t k = 0; k < indices.size(); ++k)
            pixels[4 * k] = static_cast<std::uint8_t>(indices[k]);
    });
    CHECK(network.predict(unlabelled) == network.predict(data));
    CHECK(network.predict(function) == network.predict(data));
    CHECK_THROWS_MATCHES(network.evaluate(unlabelled), Error,
                         Message("the 9 images have no labels, expected one an image"));
    CHECK_THROWS_AS(Trainer(network, unlabelled, {.batch = 4, .validation = 0}), Error);
}

TEST_CASE("a source refuses lengths that do not fit each other, and forms of nothing") {
    const std::array<std::uint8_t, 12> bytes{};
    const std::span<const std::uint8_t> images(bytes);
    CHECK(DataSource(form, images, images.first(3)).size() == 3);
    CHECK_THROWS_MATCHES(DataSource(form, images, images.first(4)), Error, Message("there are 3 images, but 4 labels"));
    CHECK_THROWS_MATCHES(DataSource(form, images.first(11), {}), Error,
                         Message("the images have 11 bytes, expected a multiple of 4, the bytes of one of 2x2x1"));
    CHECK_THROWS_MATCHES(DataSource({.height = 2, .width = 0, .channels = 1}, images, {}), Error,
                         Message("the images are 2x0x1 (height x width x channels), expected 1x1x1 or more"));
    CHECK_THROWS_MATCHES(DataSource(form, 3, nullptr), Error,
                         Message("the function that makes the images is null, expected one that can be called"));
    CHECK_THROWS_AS(DataSource(form, std::size_t{1} << 32, fill), Error);
    CHECK(DataSource(form, images.first(0), images.first(0)).size() == 0);
}
