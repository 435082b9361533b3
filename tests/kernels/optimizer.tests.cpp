/// The end of a training step: sums over shards, Adam and SGD, against the naive oracle in double.
#include "runtime/reference/optimizer.h"
#include "tests/kernels/comparison.h"

#include <catch2/generators/catch_generators.hpp>

#include <cmath>

using namespace halenet;
using namespace halenet::kernels;
using reference::Random;

namespace {

xt::xtensor<double, 1> as_double(const Memory<float> &memory) {
    return memory.tensor<double>(std::array{memory.size()});
}

} // namespace

TEST_CASE("sum_shards adds up the shards in their order", "[kernels][optimizer]") {
    const std::size_t elements = GENERATE(1U, 7U, 17U, 156U, 2416U);
    INFO(elements << " elements");
    const Kernel kernel("sum_shards");
    Random random(61);
    for (const std::size_t shards : {1U, 2U, 3U, 9U}) {
        INFO(shards << " shards");
        const auto src = reference::uniform<float>(random, std::array{shards, elements});
        Memory<float> source(src);
        Memory<float> dst({extent(elements)});
        kernel(source, dst);
        for (std::size_t k = 0; k < elements; ++k) {
            float sum = src(0, k);
            for (std::size_t s = 1; s < shards; ++s) {
                sum += src(s, k);
            }
            REQUIRE(dst[k] == sum);
        }
    }
}

TEST_CASE("sum_shards of one shard keeps the sign of a zero", "[kernels][optimizer]") {
    Memory<float> source(xt::xtensor<float, 2>{{-0.0F, 1.0F, 0.0F}});
    Memory<float> dst({3});
    Kernel("sum_shards")(source, dst);
    CHECK(std::signbit(dst[0]));
    CHECK(!std::signbit(dst[2]));
}

TEST_CASE("adam is the oracle's, step by step", "[kernels][optimizer]") {
    const std::size_t parameters = GENERATE(1U, 7U, 16U, 17U, 850U);
    const reference::AdamOptions options =
        GENERATE(reference::AdamOptions{},
                 reference::AdamOptions{.learning_rate = 3e-3F, .beta1 = 0.9, .beta2 = 0.99, .epsilon = 1e-7F},
                 reference::AdamOptions{.learning_rate = 0.125F, .beta1 = 0.0, .beta2 = 0.5, .epsilon = 0.25F},
                 reference::AdamOptions{.learning_rate = 3e-3F, .epsilon = 1e-7F, .weight_decay = 0.05F});
    INFO(parameters << " parameters, betas " << options.beta1 << " and " << options.beta2 << ", weight decay "
                    << options.weight_decay);
    const Kernel adam_rates("adam_rates");
    const Kernel adam("adam");
    Random random(62);
    const auto learning_rate = static_cast<float>(options.learning_rate);
    const auto epsilon = static_cast<float>(options.epsilon);
    const auto weight_decay = static_cast<float>(options.weight_decay);
    Memory<double> powers(xt::xtensor<double, 1>{1.0, 1.0});
    Memory<float> weights(reference::uniform<float>(random, std::array{parameters}));
    Memory<float> moment1(xt::xtensor<float, 1>(std::array{parameters}, 0.0F));
    Memory<float> moment2(xt::xtensor<float, 1>(std::array{parameters}, 0.0F));
    for (int t = 1; t <= 6; ++t) {
        INFO("step " << t);
        const auto gradient = reference::uniform<double>(random, std::array{parameters}, std::ldexp(1.0, -3 * t));
        // The oracle starts each step from the kernel's numbers, so that only this step's roundings are seen.
        auto expected_weights = as_double(weights);
        reference::AdamState<double> state(parameters);
        state.moment1 = as_double(moment1);
        state.moment2 = as_double(moment2);
        state.steps = t - 1;
        const auto before = state;
        const auto weights_before = expected_weights;
        reference::AdamOptions rounded = options;
        rounded.learning_rate = learning_rate;
        rounded.epsilon = epsilon;
        reference::adam_step(rounded, gradient, state, expected_weights);

        Memory<float> gradient_memory(gradient);
        Memory<float> rates({7});
        adam_rates(powers, learning_rate, options.beta1, options.beta2, weight_decay, powers, rates);
        adam(weights, gradient_memory, moment1, moment2, rates, epsilon, weights, moment1, moment2); // in place
        CHECK(std::abs(powers[0] - std::pow(options.beta1, t)) <= tolerance::running_product(t, powers[0]));
        CHECK(std::abs(powers[1] - std::pow(options.beta2, t)) <= tolerance::running_product(t, powers[1]));
        for (std::size_t k = 0; k < parameters; ++k) {
            INFO("parameter " << k);
            const double magnitude1 =
                std::abs(options.beta1 * before.moment1(k)) + std::abs((1 - options.beta1) * gradient(k));
            REQUIRE(std::abs(moment1[k] - state.moment1(k)) <= tolerance::adam_moment(magnitude1));
            REQUIRE(std::abs(moment2[k] - state.moment2(k)) <= tolerance::adam_moment(state.moment2(k)));
            const double decayed = weights_before(k) * (1 - options.learning_rate * options.weight_decay);
            const double update = expected_weights(k) - decayed;
            const double update_of_magnitude = update == 0 ? 0 : update * magnitude1 / state.moment1(k);
            REQUIRE(std::abs(weights[k] - expected_weights(k)) <=
                    tolerance::adam_weight(expected_weights(k), std::abs(update_of_magnitude)) +
                        tolerance::decayed(options.weight_decay, decayed));
        }
    }
}

TEST_CASE("adam: a moment that would decay into denormals becomes zero, and the next size does not",
          "[kernels][optimizer]") {
    const Kernel adam("adam");
    // Rates of a long run with beta1 = beta2 = 0.5: no correction is left.
    Memory<float> rates(xt::xtensor<float, 1>{0.5F, 0.5F, 0.5F, 0.5F, 1e-3F, 1.0F, 1.0F});
    Memory<float> weights(xt::xtensor<float, 1>{1.0F, 1.0F, 1.0F, 1.0F, 1.0F});
    Memory<float> gradient(xt::xtensor<float, 1>{0.0F, 0.0F, 0.0F, 0.0F, 1e-38F});
    Memory<float> moment1(xt::xtensor<float, 1>{1.9e-30F, -1.9e-30F, 2.1e-30F, -2.1e-30F, 0.0F});
    Memory<float> moment2(xt::xtensor<float, 1>{1.9e-30F, 1e-37F, 2.1e-30F, 1.0F, 0.0F});
    adam(weights, gradient, moment1, moment2, rates, 1e-8F, weights, moment1, moment2);
    CHECK(moment1[0] == 0.0F);
    CHECK(moment1[1] == 0.0F);
    CHECK(moment1[2] == 1.05e-30F);
    CHECK(moment1[3] == -1.05e-30F);
    CHECK(moment1[4] == 0.0F);
    CHECK(moment2[0] == 0.0F);
    CHECK(moment2[1] == 0.0F);
    CHECK(moment2[2] == 1.05e-30F);
    CHECK(moment2[3] == 0.5F);
    CHECK(moment2[4] == 0.0F);
}

TEST_CASE("adam: a gradient that is no number reaches weight and moments, and no neighbour", "[kernels][optimizer]") {
    const Kernel adam("adam");
    Memory<float> rates(xt::xtensor<float, 1>{0.5F, 0.5F, 0.5F, 0.5F, 1e-3F, 1.0F, 1.0F});
    Memory<float> weights(xt::xtensor<float, 1>(std::array<std::size_t, 1>{17}, 1.0F));
    Memory<float> gradient(xt::xtensor<float, 1>(std::array<std::size_t, 1>{17}, 1.0F));
    Memory<float> moment1(xt::xtensor<float, 1>(std::array<std::size_t, 1>{17}, 0.0F));
    Memory<float> moment2(xt::xtensor<float, 1>(std::array<std::size_t, 1>{17}, 0.0F));
    gradient[5] = std::numeric_limits<float>::quiet_NaN();
    adam(weights, gradient, moment1, moment2, rates, 1e-8F, weights, moment1, moment2);
    for (std::size_t k = 0; k < 17; ++k) {
        INFO("parameter " << k);
        CHECK(std::isnan(weights[k]) == (k == 5));
        CHECK(std::isnan(moment1[k]) == (k == 5));
        CHECK(std::isnan(moment2[k]) == (k == 5));
    }
}

TEST_CASE("adam without decay has the bits of a plain difference", "[kernels][optimizer]") {
    // Moments that the gradient leaves alone, and a denominator of 1: the step is a product, rounded before it is
    // taken from the weight.
    constexpr std::size_t parameters = 1000;
    Random random(64);
    Memory<float> rates(xt::xtensor<float, 1>{1.0F, 0.0F, 1.0F, 0.0F, 0.3F, 0.0F, 1.0F});
    Memory<float> weights(reference::uniform<float>(random, std::array{parameters}));
    Memory<float> gradient(xt::xtensor<float, 1>(std::array{parameters}, 0.0F));
    Memory<float> moment1(reference::uniform<float>(random, std::array{parameters}));
    Memory<float> moment2(xt::xtensor<float, 1>(std::array{parameters}, 0.0F));
    Memory<float> updated({extent(parameters)});
    Kernel("adam")(weights, gradient, moment1, moment2, rates, 1.0F, updated, moment1, moment2);
    for (std::size_t k = 0; k < parameters; ++k) {
        const volatile float step = 0.3F * moment1[k]; // rounded to float
        REQUIRE(updated[k] == weights[k] - step);
    }
}

TEST_CASE("sgd is the oracle's, step by step", "[kernels][optimizer]") {
    const std::size_t parameters = GENERATE(1U, 7U, 16U, 17U, 850U);
    const reference::SgdOptions options = GENERATE(
        reference::SgdOptions{.learning_rate = 0.125F}, reference::SgdOptions{.learning_rate = 0.01F, .momentum = 0.9F},
        reference::SgdOptions{.learning_rate = 0.1F, .momentum = 0.5F, .weight_decay = 0.01F});
    INFO(parameters << " parameters, momentum " << options.momentum << ", weight decay " << options.weight_decay);
    const Kernel sgd("sgd");
    Random random(63);
    Memory<float> weights(reference::uniform<float>(random, std::array{parameters}));
    Memory<float> velocity(xt::xtensor<float, 1>(std::array{parameters}, 0.0F));
    for (int t = 1; t <= 4; ++t) {
        INFO("step " << t);
        const auto gradient = reference::uniform<double>(random, std::array{parameters}, std::ldexp(1.0, -3 * t));
        auto expected_weights = as_double(weights);
        auto expected_velocity = as_double(velocity);
        const auto velocity_before = expected_velocity;
        reference::sgd_step(options, gradient, expected_velocity, expected_weights);
        Memory<float> gradient_memory(gradient);
        sgd(weights, gradient_memory, velocity, static_cast<float>(options.learning_rate),
            static_cast<float>(options.momentum), static_cast<float>(options.weight_decay), weights,
            velocity); // in place
        for (std::size_t k = 0; k < parameters; ++k) {
            INFO("parameter " << k);
            const double magnitude = std::abs(options.momentum * velocity_before(k)) + std::abs(gradient(k));
            REQUIRE(std::abs(velocity[k] - expected_velocity(k)) <= tolerance::adam_moment(magnitude));
            REQUIRE(std::abs(weights[k] - expected_weights(k)) <=
                    tolerance::adam_weight(expected_weights(k), options.learning_rate * magnitude) +
                        tolerance::decayed(options.weight_decay, expected_weights(k)));
        }
    }
}

TEST_CASE("sgd: what is no number stays none, and velocity does not decay into denormals", "[kernels][optimizer]") {
    Memory<float> weights(xt::xtensor<float, 1>(std::array<std::size_t, 1>{17}, 1.0F));
    Memory<float> gradient(xt::xtensor<float, 1>(std::array<std::size_t, 1>{17}, 0.0F));
    Memory<float> velocity(xt::xtensor<float, 1>(std::array<std::size_t, 1>{17}, 1.9e-30F));
    gradient[5] = std::numeric_limits<float>::quiet_NaN();
    Kernel("sgd")(weights, gradient, velocity, 0.1F, 0.5F, 0.0F, weights, velocity);
    for (std::size_t k = 0; k < 17; ++k) {
        INFO("parameter " << k);
        CHECK(std::isnan(weights[k]) == (k == 5));
        CHECK(std::isnan(velocity[k]) == (k == 5));
        CHECK((k == 5 || velocity[k] == 0.0F));
    }
}
