#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <lenet5.h>

#include <halenet/synthetic.h>
#include <halenet/trainer.h>

using halenet::Network;

namespace {

constexpr std::uint32_t images = 48; // of a step
constexpr std::uint32_t all_images = 96;

const halenet::Dataset &digits() {
    static const halenet::Dataset data = halenet::synthetic_digits(all_images, 1);
    return data;
}

halenet_training sgd(float momentum, float weight_decay) {
    halenet_training training{};
    training.optimizer = HALENET_SGD;
    training.learning_rate = 0.125F;
    training.momentum = momentum;
    training.weight_decay = weight_decay;
    return training;
}

halenet_training adam() {
    halenet_training training{};
    training.learning_rate = 0.01F;
    training.beta1 = 0.9;
    training.beta2 = 0.999;
    training.epsilon = 1e-8F;
    return training;
}

/// The parameters of LeNet-5 at the start and after each of the steps, each of which takes other images.
std::vector<std::vector<float>> weights_after(const std::vector<halenet_training> &steps, int threads = 1) {
    Network network(lenet5_api, {.batch = images, .threads = threads});
    network.initialize(7);
    std::vector<std::vector<float>> weights{network.parameters()};
    std::vector<std::uint32_t> indices(images);
    std::iota(indices.begin(), indices.end(), std::uint32_t{0});
    for (const halenet_training &training : steps) {
        network.train_step(digits(), indices, training);
        weights.push_back(network.parameters());
        for (std::uint32_t &index : indices)
            index = (index + images) % all_images;
    }
    return weights;
}

/// How far the numbers are from what `expected` makes of the same place: a few roundings of numbers below 1 are
/// allowed.
template <typename Expected>
bool agree(const std::vector<float> &found, const Expected &expected) {
    constexpr double tolerance = 4e-7;
    for (std::size_t k = 0; k < found.size(); ++k)
        if (!(std::abs(static_cast<double>(found[k]) - expected(k)) <= tolerance))
            return false;
    return true;
}

} // namespace

TEST_CASE("SGD's momentum repeats a part of the last step") {
    const auto plain = weights_after({sgd(0, 0), sgd(0, 0)});
    const auto heavy = weights_after({sgd(0.75F, 0), sgd(0.75F, 0)});
    CHECK(heavy[1] == plain[1]); // there is no last step yet
    CHECK(heavy[2] != plain[2]);
    CHECK(agree(heavy[2], [&](std::size_t k) {
        return static_cast<double>(plain[2][k]) + 0.75 * (static_cast<double>(plain[1][k]) - plain[0][k]);
    }));
}

TEST_CASE("weight decay takes a part of each parameter, with SGD and with Adam") {
    halenet_training decayed_adam = adam();
    decayed_adam.weight_decay = 0.5F;
    struct Case {
        halenet_training plain, decayed;
    };
    for (const Case &one : {Case{sgd(0, 0), sgd(0, 0.5F)}, Case{adam(), decayed_adam}}) {
        const auto plain = weights_after({one.plain});
        const auto decayed = weights_after({one.decayed});
        const double part = static_cast<double>(one.plain.learning_rate) * 0.5;
        CHECK(decayed[1] != plain[1]);
        CHECK(agree(decayed[1], [&](std::size_t k) {
            return static_cast<double>(plain[1][k]) - part * static_cast<double>(plain[0][k]);
        }));
    }
}

TEST_CASE("augmentation depends on seed and step, not on threads, and changes no evaluation") {
    halenet_training training = adam();
    const std::vector<float> plain = weights_after({training}).back();
    training.augment_pixels = 2;
    training.augment_degrees = 10;
    const std::vector<float> augmented = weights_after({training}).back();
    CHECK(augmented != plain);
    for (const int threads : {2, 3})
        CHECK(weights_after({training}, threads).back() == augmented);
    halenet_training other = training;
    other.seed = 1;
    CHECK(weights_after({other}).back() != augmented);
    other = training;
    other.step = 1;
    CHECK(weights_after({other}).back() != augmented);

    Network network(lenet5_api, {.batch = images, .threads = 1});
    const double before = network.evaluate(digits()).loss_sum;
    training.learning_rate = 0;
    const std::vector<std::uint32_t> first{0};
    CHECK(network.train_step(digits(), first, training).loss_sum != network.evaluate(digits(), 0, 1).loss_sum);
    CHECK(network.evaluate(digits()).loss_sum == before);
}
