/// The oracle's whole networks: every parameter's gradient against central differences, and what a pass gives out.
#include "runtime/reference/network.h"
#include "runtime/reference/dropout.h"
#include "runtime/reference/loss.h"
#include "tests/reference/finite_differences.h"
#include "tests/reference/random.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace halenet;
using namespace halenet::description;
using reference::Key;
using reference::Network;
using reference::Random;

namespace {

ModelDescription model_of(const std::vector<Operation> &operations) {
    ModelDescription model{.name = "Small", .comment = "", .layers = {}};
    for (const Operation &operation : operations) {
        const std::string name = "layer" + std::to_string(model.layers.size());
        model.layers.push_back({.name = name, .comment = "", .operation = operation, .output = {}, .parameters = 0});
    }
    return model;
}

Input input(int height, int width, int channels) {
    return {.shape = {.height = height, .width = width, .channels = channels}, .mean = 0.4, .deviation = 0.3};
}

Dense output(int classes) {
    return {.units = classes, .activation = Activation::softmax};
}

const std::vector<std::vector<Operation>> models = {
    {input(9, 10, 2), Conv2D{.filters = 3, .kernel = 3, .padding = Padding::same, .activation = Activation::relu},
     MaxPool2D{.size = 2, .stride = 2}, Conv2D{.filters = 2, .kernel = 2, .activation = Activation::relu}, Flatten{},
     Dense{.units = 5, .activation = Activation::relu}, output(3)},
    {input(8, 9, 1),
     Conv2D{.filters = 3, .kernel = 3, .stride = 2, .padding = Padding::same, .activation = Activation::tanh},
     AveragePool2D{.size = 2, .stride = 1}, Dropout{.rate = 0.25}, Flatten{},
     Dense{.units = 4, .activation = Activation::tanh}, Dropout{.rate = 0.5}, output(2)},
    {input(10, 8, 1), AveragePool2D{.size = 2, .stride = 2}, MaxPool2D{.size = 2, .stride = 1},
     Conv2D{.filters = 2, .kernel = 2}, MaxPool2D{.size = 2, .stride = 1}, Flatten{}, output(3)},
    {input(3, 3, 1), Flatten{}, output(4)},
};

xt::xtensor<std::uint8_t, 4> random_images(Random &random, const ModelDescription &model, std::size_t count) {
    const Shape shape = std::get<Input>(model.layers.front().operation).shape;
    return reference::filled<std::uint8_t>(std::array{count, static_cast<std::size_t>(shape.height),
                                                      static_cast<std::size_t>(shape.width),
                                                      static_cast<std::size_t>(shape.channels)},
                                           [&] { return random.below(256); });
}

} // namespace

TEST_CASE("finite differences: every parameter of small networks", "[reference]") {
    const auto model = model_of(GENERATE(from_range(models)));
    const Network network(model);
    CAPTURE(model.layers.size());
    const Key key{.low = 5, .high = 6};
    Random random(4);
    const xt::xtensor<std::uint8_t, 1> labels = {1, 0};
    xt::xtensor<std::uint8_t, 4> images;
    xt::xtensor<double, 1> parameters;
    reference::Step<double> step;
    do {
        images = random_images(random, model, 2);
        parameters = reference::uniform<double>(random, std::array{network.parameters()}, 0.5);
        step = network.step(parameters, images, labels, 0.1, key);
    } while (step.distance_to_kink < reference::clear_of_kinks);
    CHECK(step.logits == network.forward(parameters, images, key));
    reference::check_gradient(parameters, step.gradients, [&](const auto &moved) {
        return reference::softmax_cross_entropy(network.forward(moved, images, key), labels, 0.1).mean();
    });
}

TEST_CASE("a network's parameters are all weights and biases, layer by layer", "[reference]") {
    const Network network(model_of(models[0]));
    CHECK(network.parameters() == 3 * 18 + 3 + 2 * 12 + 2 + 5 * 24 + 5 + 3 * 5 + 3);
    CHECK(network.tensor("layer3.weights").shape == std::vector<std::size_t>{2, 2, 2, 3});
    CHECK(network.tensor("layer6.bias").offset == network.parameters() - 3);
}

TEST_CASE("outputs of layers are those of classifying: no dropout, probabilities at the end", "[reference]") {
    const auto model = model_of(models[1]);
    const Network network(model);
    Random random(8);
    const auto images = random_images(random, model, 3);
    const auto parameters = reference::uniform<double>(random, std::array{network.parameters()}, 0.5);
    const auto at = [&](std::size_t layer) { return network.layer_output(parameters, images, layer); };
    CHECK(at(0)(2, 5) == (images.flat(2 * 72 + 5) / 255.0 - 0.4) / 0.3);
    CHECK(at(1).shape(1) == std::size_t{4} * 5 * 3);
    CHECK(at(2).shape(1) == std::size_t{3} * 4 * 3);
    CHECK(at(3) == at(2));
    CHECK(at(4) == at(2));
    CHECK(at(7) == reference::softmax(network.forward(parameters, images)));
    CHECK(network.forward(parameters, images) != network.forward(parameters, images, Key{}));
}

TEST_CASE("each Dropout layer draws for itself, in the order of the layers", "[reference]") {
    const Dropout dropout{.rate = 0.5};
    const auto model = model_of({input(5, 5, 1), Flatten{}, dropout, dropout, output(25)});
    const Network network(model);
    const Key key{.low = 1, .high = 2};
    Random random(9);
    const auto images = random_images(random, model, 2);
    // The last layer copies its source, so that the logits show what was kept.
    xt::xtensor<double, 1> parameters(std::array{network.parameters()}, 0.0);
    for (std::size_t k = 0; k < 25; ++k) {
        parameters(k * 25 + k) = 1;
    }
    auto expected = network.layer_output(parameters, images, 0);
    expected = reference::dropout(reference::dropout(expected, 0.5, 0, key), 0.5, 1, key);
    CHECK(network.forward(parameters, images, key) == expected);
}
