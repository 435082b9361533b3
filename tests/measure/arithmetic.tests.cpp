#include <array>

#include <catch2/catch_test_macros.hpp>
#include <lenet5.h>

#include "runtime/measure/arithmetic.h"

using namespace halenet;

TEST_CASE("LeNet-5's arithmetic is what its shapes say") {
    constexpr int c1 = 28 * 28 * 6 * (5 * 5 * 1); // each output takes its window
    constexpr int c3 = 10 * 10 * 16 * (5 * 5 * 6);
    constexpr int c5 = 120 * 400;
    constexpr int f6 = 84 * 120;
    constexpr int output = 10 * 84;
    constexpr int forward = c1 + c3 + c5 + f6 + output;
    static_assert(forward == 416'520);
    CHECK(forward_multiply_adds(*lenet5_api.model) == forward);
    constexpr int gradients_of_weights = forward;
    constexpr int gradients_of_inputs = c3 + c5 + f6 + output; // the image needs none
    CHECK(training_multiply_adds(*lenet5_api.model) == forward + gradients_of_weights + gradients_of_inputs);
}

TEST_CASE("the first layer with weights is found behind others, and a model without one takes nothing") {
    std::array<halenet_layer_info, 4> layers{};
    halenet_model_info model{};
    model.layer_count = layers.size();
    model.layers = layers.data();
    CHECK(forward_multiply_adds(model) == 0);
    CHECK(training_multiply_adds(model) == 0);
    layers[2].multiply_adds = 100;
    layers[3].multiply_adds = 7;
    CHECK(forward_multiply_adds(model) == 107);
    CHECK(training_multiply_adds(model) == 107 + 107 + 7);
}
