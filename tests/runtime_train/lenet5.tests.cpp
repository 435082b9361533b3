#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <lenet5.h>

#include <halenet/error.h>
#include <halenet/synthetic.h>
#include <halenet/trainer.h>

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;
using Catch::Matchers::StartsWith;
using halenet::Network;
using halenet::Trainer;

namespace {

const halenet::Dataset &digits() {
    static const halenet::Dataset data = halenet::synthetic_digits(1000, 1);
    return data;
}

} // namespace

TEST_CASE("LeNet-5 learns drawn digits, those that it has not seen too") {
    Network network(lenet5_api, {.batch = 32, .threads = 2});
    const halenet::History history = Trainer(network, digits(), {.epochs = 4, .batch = 32, .validation = 200}).run();
    CHECK(history.epochs.back().train.loss() < history.epochs.front().train.loss());
    CHECK(history.train->accuracy() > 0.9);
    CHECK(history.epochs.back().validation->accuracy() > 0.9);
}

TEST_CASE("LeNet-5 gets the same bits from any number of threads, and from a copy of its parameters") {
    const auto trained = [](int threads) {
        Network network(lenet5_api, {.batch = 48, .threads = threads});
        network.initialize(3);
        Trainer(network, digits(), {.epochs = 1, .batch = 48, .seed = 3, .validation = 500}).run();
        return network.parameters();
    };
    const std::vector<float> parameters = trained(1);
    for (const int threads : {2, 3, 8})
        CHECK(trained(threads) == parameters);

    Network first(lenet5_api, {.batch = 16, .threads = 1, .training = false});
    Network second(lenet5_api, {.batch = 100, .threads = 3, .training = false});
    first.set_parameters(parameters);
    second.set_parameters(parameters);
    CHECK(first.predict(digits().images) == second.predict(digits().images));
}

TEST_CASE("LeNet-5's predictions are probabilities that agree with its evaluation") {
    Network network(lenet5_api, {.batch = 64, .threads = 2});
    Trainer(network, digits(), {.epochs = 1, .batch = 16, .validation = 0}).run();
    const xt::xtensor<float, 2> probabilities = network.predict(digits().images);
    const halenet::Metrics metrics = network.evaluate(digits());
    std::int64_t correct = 0;
    for (std::size_t image = 0; image < digits().size(); ++image) {
        double sum = 0;
        std::size_t best = 0;
        for (std::size_t k = 0; k < 10; ++k) {
            sum += static_cast<double>(probabilities(image, k));
            if (probabilities(image, k) > probabilities(image, best))
                best = k;
        }
        CHECK_THAT(sum, Catch::Matchers::WithinAbs(1, 1e-5));
        correct += best == digits().labels(image) ? 1 : 0;
    }
    CHECK(metrics.correct == correct);
    CHECK(metrics.images == 1000);
}

TEST_CASE("a training whose weights overflow stops and names a tensor") {
    Network network(lenet5_api, {.batch = 32, .threads = 1});
    Trainer trainer(network, digits(), {.epochs = 3, .batch = 32, .learning_rate = 1e30, .validation = 0});
    CHECK_THROWS_MATCHES(trainer.run(), halenet::Error,
                         MessageMatches(StartsWith("training stopped in epoch 1: the tensor ") &&
                                        ContainsSubstring("try a lower learning rate")));
}

TEST_CASE("a label that LeNet-5 does not have is refused by the core's sentence") {
    Network network(lenet5_api, {.batch = 32, .threads = 1});
    halenet::Dataset data = halenet::synthetic_digits(40, 1);
    data.labels(35) = 10;
    Trainer trainer(network, data, {.epochs = 1, .batch = 32, .validation = 0});
    CHECK_THROWS_MATCHES(trainer.run(), halenet::Error, MessageMatches(ContainsSubstring("a label is 10")));
}
