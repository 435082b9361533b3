/// The end of a training step: sums over shards, and Adam, against the naive oracle in double.
#include "tests/kernels/comparison.h"
#include "tests/reference/adam.h"

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
                 reference::AdamOptions{.learning_rate = 0.125F, .beta1 = 0.0, .beta2 = 0.5, .epsilon = 0.25F});
    INFO(parameters << " parameters, betas " << options.beta1 << " and " << options.beta2);
    const Kernel adam_rates("adam_rates");
    const Kernel adam("adam");
    Random random(62);
    const auto learning_rate = static_cast<float>(options.learning_rate);
    const auto epsilon = static_cast<float>(options.epsilon);
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
        Memory<float> rates({6});
        adam_rates(powers, learning_rate, options.beta1, options.beta2, powers, rates);
        adam(weights, gradient_memory, moment1, moment2, rates, epsilon, weights, moment1, moment2); // in place
        CHECK(std::abs(powers[0] - std::pow(options.beta1, t)) <= tolerance::running_product(t, powers[0]));
        CHECK(std::abs(powers[1] - std::pow(options.beta2, t)) <= tolerance::running_product(t, powers[1]));
        for (std::size_t k = 0; k < parameters; ++k) {
            INFO("parameter " << k);
            const double magnitude1 =
                std::abs(options.beta1 * before.moment1(k)) + std::abs((1 - options.beta1) * gradient(k));
            REQUIRE(std::abs(moment1[k] - state.moment1(k)) <= tolerance::adam_moment(magnitude1));
            REQUIRE(std::abs(moment2[k] - state.moment2(k)) <= tolerance::adam_moment(state.moment2(k)));
            const double update = expected_weights(k) - weights_before(k);
            const double update_of_magnitude = update == 0 ? 0 : update * magnitude1 / state.moment1(k);
            REQUIRE(std::abs(weights[k] - expected_weights(k)) <=
                    tolerance::adam_weight(expected_weights(k), std::abs(update_of_magnitude)));
        }
    }
}

TEST_CASE("adam: a moment that would decay into denormals becomes zero, and the next size does not",
          "[kernels][optimizer]") {
    const Kernel adam("adam");
    // Rates of a long run with beta1 = beta2 = 0.5: no correction is left.
    Memory<float> rates(xt::xtensor<float, 1>{0.5F, 0.5F, 0.5F, 0.5F, 1e-3F, 1.0F});
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
    Memory<float> rates(xt::xtensor<float, 1>{0.5F, 0.5F, 0.5F, 0.5F, 1e-3F, 1.0F});
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
