/// The oracle's own gradients against central differences in double, away from every kink and tie.
#include "tests/reference/adam.h"
#include "runtime/reference/convolution.h"
#include "runtime/reference/dense.h"
#include "runtime/reference/loss.h"
#include "runtime/reference/network.h"
#include "tests/reference/random.h"
#include "tests/reference/tolerance.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <functional>

using namespace halenet;
using namespace halenet::reference;

namespace {

/// Compares an analytic gradient of `loss` with central differences, element by element.
template <std::size_t Rank>
void check_gradient(const xt::xtensor<double, Rank> &at, const xt::xtensor<double, Rank> &gradient,
                    const std::function<double(const xt::xtensor<double, Rank> &)> &loss) {
    REQUIRE(at.shape() == gradient.shape());
    constexpr double step = 1e-5;
    auto moved = at;
    for (std::size_t k = 0; k < at.size(); ++k) {
        moved.flat(k) = at.flat(k) + step;
        const double above = loss(moved);
        moved.flat(k) = at.flat(k) - step;
        const double below = loss(moved);
        moved.flat(k) = at.flat(k);
        INFO("element " << k);
        CHECK(std::abs((above - below) / (2 * step) - gradient.flat(k)) <= tolerance::finite_difference);
    }
}

/// A loss that weighs every output differently.
template <std::size_t Rank>
double weighted_sum(const xt::xtensor<double, Rank> &values, const xt::xtensor<double, Rank> &weights) {
    double sum = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        sum += values.flat(k) * weights.flat(k);
    }
    return sum;
}

/// Further from a kink than any difference step moves a value.
constexpr double clear_of_kinks = 1e-3;

} // namespace

TEST_CASE("finite differences: convolution, ReLU and pooling", "[reference]") {
    const auto shape = GENERATE(
        Convolution{
            .channels = 1, .width = 7, .height = 6, .filters = 2, .kernel = 3, .same = true, .pool = 2, .relu = true},
        Convolution{
            .channels = 3, .width = 5, .height = 7, .filters = 2, .kernel = 2, .same = true, .pool = 1, .relu = true},
        Convolution{
            .channels = 2, .width = 8, .height = 7, .filters = 3, .kernel = 2, .same = false, .pool = 3, .relu = true},
        Convolution{
            .channels = 2, .width = 6, .height = 6, .filters = 2, .kernel = 5, .same = false, .pool = 2, .relu = false},
        Convolution{.channels = 3,
                    .width = 4,
                    .height = 5,
                    .filters = 1,
                    .kernel = 1,
                    .same = false,
                    .pool = 1,
                    .relu = false});
    CAPTURE(shape.channels, shape.kernel, shape.same, shape.pool, shape.relu);
    constexpr std::size_t images = 2;

    Random random(1);
    xt::xtensor<double, 4> src;
    xt::xtensor<double, 4> weights;
    xt::xtensor<double, 1> bias;
    do {
        src = uniform<double>(random, shape.src_shape(images));
        weights = uniform<double>(random, shape.weights_shape());
        bias = uniform<double>(random, std::array{shape.filters});
    } while (distance_to_kink(shape, convolve(shape, src, weights, bias)) < clear_of_kinks);

    const auto d_dst = uniform<double>(random, shape.dst_shape(images));
    const auto argmax = convolution_forward(shape, src, weights, bias).argmax;
    const auto gradients = convolution_backward_weights(shape, src, d_dst, argmax);
    check_gradient<4>(src, convolution_backward_data(shape, d_dst, argmax, weights), [&](const auto &moved) {
        return weighted_sum(convolution_forward(shape, moved, weights, bias).dst, d_dst);
    });
    check_gradient<4>(weights, gradients.weights, [&](const auto &moved) {
        return weighted_sum(convolution_forward(shape, src, moved, bias).dst, d_dst);
    });
    check_gradient<1>(bias, gradients.bias, [&](const auto &moved) {
        return weighted_sum(convolution_forward(shape, src, weights, moved).dst, d_dst);
    });
}

TEST_CASE("finite differences: dense layers", "[reference]") {
    Random random(2);
    const auto src = uniform<double>(random, std::array<std::size_t, 2>{3, 7});
    const auto weights = uniform<double>(random, std::array<std::size_t, 2>{5, 7});
    const auto bias = uniform<double>(random, std::array<std::size_t, 1>{5});
    const auto d_dst = uniform<double>(random, std::array<std::size_t, 2>{3, 5});
    const auto gradients = dense_backward_weights(src, d_dst);
    check_gradient<2>(src, dense_backward_data(d_dst, weights), [&](const auto &moved) {
        return weighted_sum(dense_forward(moved, weights, bias, false), d_dst);
    });
    check_gradient<2>(weights, gradients.weights,
                      [&](const auto &moved) { return weighted_sum(dense_forward(src, moved, bias, false), d_dst); });
    check_gradient<1>(bias, gradients.bias, [&](const auto &moved) {
        return weighted_sum(dense_forward(src, weights, moved, false), d_dst);
    });
}

TEST_CASE("finite differences: softmax cross-entropy", "[reference]") {
    const double smoothing = GENERATE(0.0, 0.1, 0.5);
    Random random(3);
    const auto logits = uniform<double>(random, std::array<std::size_t, 2>{5, 4}, 4.0);
    const xt::xtensor<std::uint8_t, 1> labels = {0, 3, 1, 2, 3};
    const auto loss = softmax_cross_entropy(logits, labels, smoothing);
    check_gradient<2>(logits, loss.d_logits,
                      [&](const auto &moved) { return softmax_cross_entropy(moved, labels, smoothing).mean(); });
}

TEST_CASE("finite differences: every parameter of a small network", "[reference]") {
    using namespace description;
    const auto layer = [](const char *name, Operation operation) {
        return Layer{.name = name, .comment = "", .operation = operation, .output = {}, .parameters = 0};
    };
    const Network network(ModelDescription{
        .name = "Small",
        .comment = "",
        .layers = {
            layer("image", Input{.shape = {.height = 9, .width = 10, .channels = 2}, .mean = 0.4, .deviation = 0.3}),
            layer("first", Conv2D{.filters = 3, .kernel = 3, .padding = Padding::same, .activation = Activation::relu}),
            layer("pool", MaxPool2D{.size = 2}),
            layer("second", Conv2D{.filters = 2, .kernel = 2, .activation = Activation::relu}),
            layer("flat", Flatten{}), layer("hidden", Dense{.units = 5, .activation = Activation::relu}),
            layer("output", Dense{.units = 3, .activation = Activation::softmax})}});
    CHECK(network.parameters() == 3 * 18 + 3 + 2 * 12 + 2 + 5 * 24 + 5 + 3 * 5 + 3);

    Random random(4);
    const xt::xtensor<std::uint8_t, 1> labels = {2, 0};
    xt::xtensor<std::uint8_t, 4> images;
    xt::xtensor<double, 1> parameters;
    Step<double> step;
    do {
        images = filled<std::uint8_t>(std::array<std::size_t, 4>{2, 9, 10, 2}, [&] { return random.below(256); });
        parameters = uniform<double>(random, std::array{network.parameters()}, 0.5);
        step = network.step(parameters, images, labels, 0.1);
    } while (step.distance_to_kink < clear_of_kinks);
    check_gradient<1>(parameters, step.gradients,
                      [&](const auto &moved) { return network.step(moved, images, labels, 0.1).loss; });
}

TEST_CASE("pooling: the first of equal values wins, and a closed window has no place", "[reference]") {
    const Convolution shape{.width = 4, .height = 2, .pool = 2, .relu = true};
    const xt::xtensor<double, 4> weights(shape.weights_shape(), 1.0);
    const xt::xtensor<double, 1> bias = {0.0};
    auto src = xt::xtensor<double, 4>::from_shape(shape.src_shape(1));
    // Left window: 1 2 / 2 2. Right window: -1 0 / -3 -2.
    const std::array<double, 8> pixels = {1, 2, -1, 0, 2, 2, -3, -2};
    std::copy(pixels.begin(), pixels.end(), src.begin());
    const auto output = convolution_forward(shape, src, weights, bias);
    CHECK(output.dst(0, 0, 0, 0) == 2);
    CHECK(output.argmax(0, 0, 0, 0) == 1);
    CHECK(output.dst(0, 0, 1, 0) == 0);
    CHECK(output.argmax(0, 0, 1, 0) == closed_window);
}

TEST_CASE("an even kernel has (kernel - 1) / 2 zeros before the source", "[reference]") {
    const Convolution shape{.width = 3, .height = 1, .kernel = 2, .same = true};
    auto weights = xt::xtensor<double, 4>::from_shape(shape.weights_shape());
    const std::array<double, 4> taps = {1, 10, 100, 1000}; // (ky, kx); the second row lies under the image
    std::copy(taps.begin(), taps.end(), weights.begin());
    auto src = xt::xtensor<double, 4>::from_shape(shape.src_shape(1));
    const std::array<double, 3> pixels = {1, 2, 3};
    std::copy(pixels.begin(), pixels.end(), src.begin());
    const auto convolved = convolve(shape, src, weights, xt::xtensor<double, 1>{0.0});
    CHECK(convolved(0, 0, 0, 0) == 21);
    CHECK(convolved(0, 0, 1, 0) == 32);
    CHECK(convolved(0, 0, 2, 0) == 3);
}

TEST_CASE("Adam's first step moves each weight by the learning rate against its gradient", "[reference]") {
    // At the first step both corrected moments are the gradient and its square, so the step is lr * g / (|g| +
    // epsilon).
    const AdamOptions options{.learning_rate = 0.5, .beta1 = 0.75, .beta2 = 0.5, .epsilon = 1e-9};
    const xt::xtensor<double, 1> gradient = {3.0, -0.25, 0.0};
    xt::xtensor<double, 1> weights = {1.0, 1.0, 1.0};
    AdamState<double> state(3);
    adam_step(options, gradient, state, weights);
    CHECK(std::abs(weights(0) - 0.5) < 1e-8);
    CHECK(std::abs(weights(1) - 1.5) < 1e-8);
    CHECK(weights(2) == 1.0);
}
