/// The planner: which layers share a kernel, and what is said where they do not.
#include "generator/driver/operations.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <fmt/format.h>

#include <utility>
#include <vector>

using namespace halenet::driver;
using namespace halenet::description;
using Catch::Matchers::ContainsSubstring;

namespace {

/// The operations of a 28x28 image through these layers, a Flatten and a Dense.
std::vector<halenet::driver::Operation> planned(std::vector<halenet::description::Operation> layers) {
    layers.insert(layers.begin(), Input{{28, 28, 1}, 0.0, 1.0});
    layers.insert(layers.end(), {Flatten{}, Dense{10, halenet::description::Activation::softmax}});
    ModelDescription model{.name = "Net", .comment = "", .layers = {}};
    for (auto &layer : layers)
        model.layers.push_back({.name = fmt::format("l{}", model.layers.size()),
                                .comment = "",
                                .operation = std::move(layer),
                                .output = {}});
    (void)complete(model); // warnings are welcome
    return plan_operations(model);
}

const Conv2D conv{6, 5, 1, Padding::same, halenet::description::Activation::relu};

} // namespace

TEST_CASE("a pool right behind a convolution is part of its kernel", "[driver]") {
    for (const int size : {2, 3}) {
        const auto operations = planned({conv, MaxPool2D{size, size}});
        REQUIRE(operations.size() == 2);
        CHECK(operations[0].fused);
        CHECK(operations[0].last == 2);
        CHECK(std::get<ConvolutionOperation>(operations[0].kind).shape.pool == size);
        CHECK(operations[0].elements == 6 * (28 / size) * (28 / size));
    }
}

TEST_CASE("a pool that does not fit the fused kernel has its own, and both say why", "[driver]") {
    const std::vector<std::pair<MaxPool2D, const char *>> cases{{{3, 2}, "the pool's stride is 2 and its size 3"},
                                                                {{4, 4}, "the window is 4x4"}};
    for (const auto &[pool, why] : cases) {
        const auto operations = planned({conv, pool});
        REQUIRE(operations.size() == 3);
        CHECK_FALSE(operations[0].fused);
        CHECK_THAT(operations[0].why, ContainsSubstring(why));
        CHECK_THAT(operations[1].why, ContainsSubstring(why));
        CHECK(std::get<PoolOperation>(operations[1].kind).shape.stride == pool.stride);
    }
}

TEST_CASE("averages, pools after pools and Dropout have kernels of their own", "[driver]") {
    const auto operations = planned({conv, AveragePool2D{2, 2}, MaxPool2D{2, 2}, Dropout{0.5}, Dropout{0.25}});
    REQUIRE(operations.size() == 6);
    CHECK(std::get<PoolOperation>(operations[1].kind).average);
    CHECK_THAT(operations[2].why, ContainsSubstring("it does not follow a Conv2D"));
    CHECK(std::get<DropoutOperation>(operations[3].kind).stream == 0);
    CHECK(std::get<DropoutOperation>(operations[4].kind).stream == 1);
}

TEST_CASE("only a convolution right behind the input reads bytes", "[driver]") {
    const auto first = planned({conv, conv});
    CHECK(std::get<ConvolutionOperation>(first[0].kind).reads_pixels);
    CHECK_FALSE(std::get<ConvolutionOperation>(first[1].kind).reads_pixels);
    const auto behind_pool = planned({MaxPool2D{2, 2}, conv});
    CHECK_FALSE(std::get<ConvolutionOperation>(behind_pool[1].kind).reads_pixels);
}
