#include "generator/description/cost.h"
#include "tests/reader/models.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

using namespace halenet::description;
using halenet::testing::lenet5;
using halenet::testing::random_model;

TEST_CASE("LeNet-5's multiplications are those that the field knows") {
    ModelDescription model = lenet5();
    REQUIRE(complete(model).empty());
    std::vector<std::int64_t> counts;
    for (std::size_t layer = 0; layer < model.layers.size(); ++layer)
        counts.push_back(multiply_adds(model, layer));
    CHECK(counts == std::vector<std::int64_t>{0, 117'600, 0, 240'000, 0, 0, 48'000, 10'080, 840});
}

TEST_CASE("A layer multiplies each weight once for each place that it leaves") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const ModelDescription model = random_model(seed);
        Shape source;
        for (std::size_t index = 0; index < model.layers.size(); ++index) {
            const Layer &layer = model.layers[index];
            std::int64_t expected = 0;
            if (const auto *conv = std::get_if<Conv2D>(&layer.operation))
                expected = layer.output.elements() * conv->kernel * conv->kernel * source.channels;
            else if (const auto *dense = std::get_if<Dense>(&layer.operation))
                expected = dense->units * source.elements();
            CHECK(multiply_adds(model, index) == expected);
            source = layer.output;
        }
    }
}

TEST_CASE("The memory limit is the least number of MiB that holds all layers, and the largest one is named") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const ModelDescription model = random_model(seed);
        std::int64_t sum = 0, largest = 0;
        for (const Layer &layer : model.layers) {
            CHECK(training_bytes(layer) == 16 * layer.parameters + 128 * layer.output.elements());
            sum += training_bytes(layer);
            largest = std::max(largest, training_bytes(layer));
        }
        const int least = static_cast<int>((sum + (1 << 20) - 1) >> 20);
        CHECK_FALSE(problem_of_memory(model, least));
        const std::optional<Problem> problem = problem_of_memory(model, least - 1);
        REQUIRE(problem);
        CHECK(training_bytes(model.layers.at(problem->layer)) == largest);
        CHECK(problem->severity == Severity::error);
    }
}
