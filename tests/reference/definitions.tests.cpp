/// What the oracle's words mean, on examples small enough to work out by hand.
#include "runtime/reference/augment.h"
#include "runtime/reference/convolution.h"
#include "runtime/reference/optimizer.h"
#include "runtime/reference/pool.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <numeric>

using namespace halenet::reference;

namespace {

/// One image of one channel.
xt::xtensor<double, 4> image(std::size_t height, std::size_t width, const std::vector<double> &pixels) {
    auto result = xt::xtensor<double, 4>::from_shape({1, height, width, 1});
    std::copy(pixels.begin(), pixels.end(), result.begin());
    return result;
}

std::vector<double> values(const xt::xtensor<double, 4> &tensor) {
    return {tensor.begin(), tensor.end()};
}

} // namespace

TEST_CASE("max pooling: the first of equal values wins, and what fills no window is dropped", "[reference]") {
    const Pool shape{.width = 5, .height = 3, .size = 2, .stride = 2};
    const auto output = max_pool(shape, image(3, 5, {1, 2, -1, 0, 9, 2, 2, -3, 0, 9, 9, 9, 9, 9, 9}));
    CHECK(values(output.dst) == std::vector<double>{2, 0});
    CHECK(output.argmax(0, 0, 0, 0) == 1);
    CHECK(output.argmax(0, 0, 1, 0) == 1);
}

TEST_CASE("an element of overlapping windows has the gradients of all that chose it", "[reference]") {
    const Pool shape{.width = 3, .height = 1, .size = 1, .stride = 1};
    CHECK(values(average_pool(shape, image(1, 3, {1, 2, 3}))) == std::vector<double>{1, 2, 3});
    const Pool overlapping{.width = 3, .height = 3, .size = 2, .stride = 1};
    const auto argmax = max_pool(overlapping, image(3, 3, {0, 0, 0, 0, 5, 0, 0, 0, 0})).argmax;
    const auto d_src = max_pool_backward(overlapping, image(2, 2, {1, 10, 100, 1000}), argmax);
    CHECK(values(d_src) == std::vector<double>{0, 0, 0, 0, 1111, 0, 0, 0, 0});
}

TEST_CASE("`same` puts half of the zeros, rounded down, before the source", "[reference]") {
    const auto convolved = [](const Convolution &shape, const std::vector<double> &taps) {
        auto weights = xt::xtensor<double, 4>(shape.weights_shape(), 0.0);
        std::copy(taps.begin(), taps.end(), weights.begin()); // the first row of taps; the image has one row
        return values(convolve(shape, image(1, 4, {1, 2, 3, 4}), weights, xt::xtensor<double, 1>{0.0}));
    };
    const Convolution even{.width = 4, .height = 1, .kernel = 2, .same = true};
    CHECK(convolved(even, {1, 10}) == std::vector<double>{21, 32, 43, 4});
    // Outputs from columns 0 to 2 and 2 to 4: one zero, and it comes behind.
    const Convolution strided{.width = 4, .height = 1, .kernel = 3, .stride = 2, .same = true};
    CHECK(strided.convolved_width() == 2);
    CHECK(strided.before(4) == 0);
    CHECK(strided.before(5) == 1);
    // A stride larger than the kernel needs no border.
    const Convolution gaps{.width = 4, .height = 1, .kernel = 1, .stride = 3, .same = true};
    CHECK(convolved(gaps, {1}) == std::vector<double>{1, 4});
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

TEST_CASE("weight decay takes its part of a weight that has no gradient", "[reference]") {
    xt::xtensor<double, 1> weights = {2.0};
    AdamState<double> state(1);
    adam_step({.learning_rate = 0.5, .weight_decay = 0.25}, xt::xtensor<double, 1>{0.0}, state, weights);
    CHECK(weights(0) == 1.75);
    xt::xtensor<double, 1> velocity = {0.0};
    sgd_step({.learning_rate = 0.5, .momentum = 0.5, .weight_decay = 0.25}, xt::xtensor<double, 1>{0.0}, velocity,
             weights);
    CHECK(weights(0) == 1.75 * 0.875);
}

TEST_CASE("momentum carries a gradient on", "[reference]") {
    xt::xtensor<double, 1> weights = {1.0};
    xt::xtensor<double, 1> velocity = {0.0};
    const SgdOptions options{.learning_rate = 0.5, .momentum = 0.5, .weight_decay = 0};
    sgd_step(options, xt::xtensor<double, 1>{1.0}, velocity, weights);
    CHECK(weights(0) == 0.5);
    sgd_step(options, xt::xtensor<double, 1>{0.0}, velocity, weights);
    CHECK(velocity(0) == 0.5);
    CHECK(weights(0) == 0.25);
}

TEST_CASE("the draws of augmentation fill their range evenly", "[reference]") {
    constexpr std::size_t images = 3000;
    double least = 0;
    double greatest = 0;
    double sum = 0;
    for (std::size_t n = 0; n < images; ++n) {
        const Motion motion = draw_motion(2, 0, Key{.low = 3, .high = 4}, n);
        least = std::min(least, motion.x);
        greatest = std::max(greatest, motion.x);
        sum += motion.x;
    }
    CHECK((least >= -2 && least < -1.99));
    CHECK((greatest < 2 && greatest > 1.99));
    // Five standard errors of a uniform distribution's mean: its deviation is 4 / sqrt(12).
    CHECK(std::abs(sum / images) < 5 * 4 / std::sqrt(12.0 * images));
}
