#include <algorithm>
#include <utility>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/error.h>
#include <halenet/network.h>
#include <halenet/threads.h>

#include "tests/runtime_train/fake_library.h"

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Message;
using Catch::Matchers::MessageMatches;
using halenet::Error;
using halenet::Network;

TEST_CASE("a network evaluates a part of the data") {
    auto &record = fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 4, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(10);
    const halenet::Metrics metrics = network.evaluate(data, 1, 9);
    CHECK(record.evaluated == std::vector<std::vector<std::uint8_t>>{{1, 2, 3, 4}, {5, 6, 7, 8}, {9}});
    CHECK(metrics.images == 9);
    CHECK(metrics.correct == 4);
    CHECK(metrics.loss() == 5.0);
    CHECK(metrics.accuracy() == 4.0 / 9.0);
    CHECK(network.evaluate(data).images == 10);
    CHECK(network.evaluate(data, 10, 0).images == 0);
    CHECK_THROWS_MATCHES(network.evaluate(data, 4, 7), Error,
                         Message("7 images from number 4 on were to be evaluated, but there are 10"));
    CHECK_THROWS_AS(network.evaluate(data, 11, 0), Error);
}

TEST_CASE("a network predicts any number of images") {
    Network network(fake_library::api(), {.batch = 4, .threads = 2, .training = false});
    const xt::xtensor<float, 2> probabilities = network.predict(fake_library::dataset(9).images);
    REQUIRE(probabilities.shape(0) == 9);
    REQUIRE(probabilities.shape(1) == 3);
    for (std::size_t image = 0; image < 9; ++image)
        for (std::size_t k = 0; k < 3; ++k)
            CHECK(probabilities(image, k) == static_cast<float>(image + k));
    CHECK(network.predict(fake_library::dataset(0).images).size() == 0);
}

TEST_CASE("a moved network keeps its memory and its threads") {
    Network first(fake_library::api(), {.batch = 4, .threads = 3});
    first.initialize(0);
    Network second(std::move(first));
    CHECK(second.threads() == 3);
    CHECK(second.parameters() == std::vector<float>{1, 1, 1, 1});
    Network third(fake_library::api());
    third = std::move(second);
    CHECK(third.batch() == 4);
    third.set_parameters(std::vector<float>{1, 2, 3, 4});
    CHECK(third.parameters() == std::vector<float>{1, 2, 3, 4});
}

TEST_CASE("a network is initialized from the start, and again with any seed") {
    auto &record = fake_library::fresh_record();
    record.seed = 5;
    Network network(fake_library::api());
    CHECK(record.seed == 0);
    network.initialize(7);
    CHECK(record.seed == 7);
}

TEST_CASE("a network passes the core's sentence on") {
    Network network(fake_library::api());
    CHECK_THROWS_MATCHES(network.set_parameters(std::vector<float>(5)), Error,
                         Message("the count of parameters is wrong"));
}

TEST_CASE("a network refuses images of another form") {
    Network network(fake_library::api());
    halenet::Dataset data = fake_library::dataset(3);
    data.labels.resize({2});
    CHECK_THROWS_MATCHES(network.evaluate(data), Error, Message("there are 3 images, but 2 labels"));
    data.images.resize({2, 3, 2, 1});
    CHECK_THROWS_MATCHES(network.evaluate(data), Error,
                         Message("the images are 3x2x1 (height x width x channels), but Fake takes 2x2x1"));
    CHECK_THROWS_AS(network.predict(data.images), Error);
}

TEST_CASE("a network starts no thread by itself that a batch has no shard for") {
    for (const int batch : {1, 16, 17, 64, 1024}) {
        const int shards = (batch + 15) / 16;
        CHECK(Network(fake_library::api(), {.batch = batch}).threads() == std::min(halenet::available_cpus(), shards));
    }
    CHECK(Network(fake_library::api(), {.batch = 16, .threads = 3}).threads() == 3);
}

TEST_CASE("a network refuses a library of another interface, and sizes out of range") {
    halenet_api other = fake_library::api();
    other.abi = HALENET_ABI + 1;
    CHECK_THROWS_MATCHES(Network(other), Error, MessageMatches(ContainsSubstring("generate the library again")));
    for (const int batch : {-1, 0, 65'537})
        CHECK_THROWS_AS(Network(fake_library::api(), {.batch = batch}), Error);
    for (const int threads : {-1, 1'025})
        CHECK_THROWS_AS(Network(fake_library::api(), {.threads = threads}), Error);
}

TEST_CASE("a library that only classifies is no network to train") {
    halenet_model_info model = *fake_library::api().model;
    model.trains = false;
    halenet_api api = fake_library::api();
    api.model = &model;
    CHECK_THROWS_MATCHES(
        Network(api), Error,
        MessageMatches(ContainsSubstring("Fake was generated to classify only, a library that trains")));
    Network network(api, {.batch = 4, .threads = 1, .training = false});
    const halenet::Dataset data = fake_library::dataset(4);
    CHECK_THROWS_MATCHES(network.evaluate(data, 0, 4), Error, MessageMatches(ContainsSubstring("classify only")));
}
