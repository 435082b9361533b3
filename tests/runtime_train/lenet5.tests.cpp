#include <algorithm>
#include <span>
#include <tuple>
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
using Catch::Matchers::Message;
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
    Trainer trainer(network, digits(), {.epochs = 4, .batch = 32, .validation = 200});
    const halenet::History history = trainer.run();
    CHECK(history.epochs.back().train.loss() < history.epochs.front().train.loss());
    CHECK(trainer.evaluate().accuracy() > 0.9);
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

TEST_CASE("LeNet-5 gets the same bits from a Dataset, from memory of the user's own and from a function") {
    Network network(lenet5_api, {.batch = 48, .threads = 2});
    const auto trained = [&](const halenet::DataSource &source) {
        network.initialize(3);
        Trainer trainer(network, source, {.epochs = 1, .batch = 48, .seed = 3, .validation = 500});
        const halenet::History history = trainer.run();
        return std::tuple(network.parameters(), trainer.evaluate().loss_sum, history.epochs.at(0).validation->loss_sum);
    };
    const auto expected = trained(digits());

    const std::vector<std::uint8_t> images(digits().images.begin(), digits().images.end());
    const std::vector<std::uint8_t> labels(digits().labels.begin(), digits().labels.end());
    CHECK(trained({network.form(), images, labels}) == expected);

    const std::size_t image_bytes = images.size() / labels.size();
    const auto fill = [&](std::span<const std::uint32_t> indices, std::span<std::uint8_t> filled_images,
                          std::span<std::uint8_t> filled_labels) {
        for (std::size_t k = 0; k < indices.size(); ++k) {
            std::copy_n(&images[indices[k] * image_bytes], image_bytes, &filled_images[k * image_bytes]);
            filled_labels[k] = labels[indices[k]];
        }
    };
    const halenet::DataSource function{network.form(), labels.size(), fill};
    CHECK(trained(function) == expected);
    CHECK(network.predict(function) == network.predict(digits().images));
}

TEST_CASE("a training of LeNet-5 that a callback stops has the weights of the steps before") {
    Network network(lenet5_api, {.batch = 48, .threads = 2});
    const halenet::TrainerOptions options{
        .epochs = 2, .batch = 48, .schedule = halenet::Schedule::constant, .validation = 500};
    std::vector<std::vector<float>> weights;
    const auto watch = [&](const halenet::StepReport &, halenet::TrainingControl &) {
        weights.push_back(network.parameters());
    };
    network.initialize(1);
    Trainer(network, digits(), options).run({.on_step = watch});
    for (const std::int64_t steps : {1, 7, 13}) {
        network.initialize(1);
        Trainer(network, digits(), options)
            .run({.on_step = [&](const halenet::StepReport &step, halenet::TrainingControl &control) {
                if (step.step == steps)
                    control.stop();
            }});
        CHECK(network.parameters() == weights.at(static_cast<std::size_t>(steps - 1)));
    }
}

TEST_CASE("a label that LeNet-5 does not have is refused with its image") {
    Network network(lenet5_api, {.batch = 32, .threads = 1});
    halenet::Dataset data = halenet::synthetic_digits(40, 1);
    data.labels(35) = 10;
    CHECK_THROWS_MATCHES(Trainer(network, data, {.epochs = 1, .batch = 32, .validation = 0}), halenet::Error,
                         Message("image 35 has the label 10, but LeNet5 has the classes 0 to 9"));
}
