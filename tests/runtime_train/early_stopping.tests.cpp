#include <limits>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/error.h>
#include <halenet/trainer.h>

#include "tests/runtime_train/fake_library.h"

using Catch::Matchers::Message;
using halenet::EarlyStopping;
using halenet::Ending;
using halenet::History;
using halenet::Network;
using halenet::Trainer;

namespace {

struct Result {
    History history;
    std::size_t steps;
    float weight; ///< a step adds 1 to it
};

/// A training of one step an epoch whose validations give these sums over 10 images.
Result trained(const std::vector<halenet_metrics> &validations, const EarlyStopping &early_stopping,
               const halenet::TrainingCallbacks &callbacks = {}) {
    auto &record = fake_library::fresh_record();
    record.answers = validations;
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    network.set_parameters(std::vector<float>(4, 0));
    const halenet::Dataset data = fake_library::dataset(20);
    const History history = Trainer(network, data,
                                    {.epochs = static_cast<int>(validations.size()),
                                     .batch = 16,
                                     .learning_rate = 1,
                                     .schedule = halenet::Schedule::constant,
                                     .validation = 10,
                                     .early_stopping = early_stopping})
                                .run(callbacks);
    return {history, record.steps.size(), network.parameters()[0]};
}

std::vector<halenet_metrics> losses(const std::vector<double> &sums) {
    std::vector<halenet_metrics> metrics;
    for (const double sum : sums)
        metrics.push_back({.loss = sum, .correct = 0, .images = 10});
    return metrics;
}

} // namespace

TEST_CASE("a training ends after so many epochs without improvement, with the best epoch's weights") {
    const Result result = trained(losses({5, 4, 3, 3.5, 3, 2, 2.5, 2.5, 2.5, 1}), {.patience = 3});
    CHECK(result.steps == 9); // of 10: epochs 7, 8 and 9 are no better than epoch 6
    CHECK(result.history.epochs.size() == 9);
    CHECK(result.history.ending == Ending::early_stopping);
    CHECK(result.history.best_epoch == 6);
    CHECK(result.weight == 6.0F);
}

TEST_CASE("the best epoch's weights are given back after the last epoch too") {
    const Result result = trained(losses({3, 1, 2}), {.patience = 5});
    CHECK(result.history.ending == Ending::all_epochs);
    CHECK(result.history.best_epoch == 2);
    CHECK(result.weight == 2.0F);
}

TEST_CASE("the last epoch may be the best, and the first") {
    CHECK(trained(losses({3, 2, 1}), {.patience = 1}).weight == 3.0F);
    const Result first = trained(losses({1, 1, 1}), {.patience = 1});
    CHECK(first.steps == 2);
    CHECK(first.weight == 1.0F);
}

TEST_CASE("an improvement must be larger than the least one") {
    // Means over 10 images: 0.5, 0.45, 0.375, 0.25.
    const std::vector<halenet_metrics> validations = losses({5, 4.5, 3.75, 2.5});
    CHECK(trained(validations, {.patience = 9, .least_improvement = 0.125}).history.best_epoch == 4);
    const Result result = trained(validations, {.patience = 2, .least_improvement = 0.125});
    CHECK(result.history.best_epoch == 1); // 0.375 is better by 0.125, and by no more
    CHECK(result.steps == 3);
}

TEST_CASE("accuracy is watched where that is asked for") {
    const std::vector<halenet_metrics> validations{{1, 5, 10}, {2, 7, 10}, {3, 6, 10}, {4, 7, 10}};
    CHECK(trained(validations, {.patience = 9, .watch = EarlyStopping::Watch::accuracy}).history.best_epoch == 2);
    CHECK(trained(validations, {.patience = 9}).history.best_epoch == 1);
}

TEST_CASE("without early stopping, and where a callback stops, the weights stay as they are") {
    const Result plain = trained(losses({1, 2, 3}), {});
    CHECK_FALSE(plain.history.best_epoch);
    CHECK(plain.weight == 3.0F);
    const Result stopped =
        trained(losses({1, 2, 3}), {.patience = 5},
                {.on_epoch = [](const halenet::EpochReport &report, halenet::TrainingControl &control) {
                    if (report.epoch == 2)
                        control.stop();
                }});
    CHECK(stopped.history.ending == Ending::callback);
    CHECK_FALSE(stopped.history.best_epoch);
    CHECK(stopped.weight == 2.0F);
}

TEST_CASE("early stopping is refused where nothing is held out or its numbers are out of range") {
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(20);
    const auto trainer = [&](std::size_t validation, const EarlyStopping &early_stopping) {
        return Trainer(network, data, {.batch = 16, .validation = validation, .early_stopping = early_stopping});
    };
    CHECK_NOTHROW(trainer(10, {.patience = 1}));
    CHECK_THROWS_MATCHES(trainer(0, {.patience = 1}), halenet::Error,
                         Message("early_stopping watches held out images, but validation is 0, expected 1 or more"));
    CHECK_THROWS_AS(trainer(10, {.patience = -1}), halenet::Error);
    for (const double improvement : {-0.1, std::numeric_limits<double>::quiet_NaN()})
        CHECK_THROWS_AS(trainer(10, {.patience = 1, .least_improvement = improvement}), halenet::Error);
}
