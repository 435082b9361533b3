#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/error.h>
#include <halenet/trainer.h>

#include "tests/runtime_train/fake_library.h"

using Catch::Matchers::Message;
using halenet::Error;
using halenet::Network;
using halenet::Schedule;
using halenet::Trainer;
using halenet::TrainerOptions;

namespace {

/// What the core is asked for by a training on `images` images.
fake_library::Record record_of(std::size_t images, const TrainerOptions &options) {
    auto &record = fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(images);
    Trainer(network, data, options).run();
    return record;
}

// An image's first pixel is its number.
std::vector<std::uint8_t> order_of(const fake_library::Record &record) {
    std::vector<std::uint8_t> order;
    for (const fake_library::Step &step : record.steps)
        order.insert(order.end(), step.pixels.begin(), step.pixels.end());
    return order;
}

} // namespace

TEST_CASE("an epoch trains every image once, in batches, with a smaller last one") {
    const auto record = record_of(50, {.epochs = 1, .batch = 16, .validation = 10});
    REQUIRE(record.steps.size() == 3);
    CHECK(record.steps[0].pixels.size() == 16);
    CHECK(record.steps[1].pixels.size() == 16);
    CHECK(record.steps[2].pixels.size() == 8);
    const std::vector<std::uint8_t> order = order_of(record);
    const std::set<std::uint8_t> images(order.begin(), order.end());
    CHECK(images.size() == 40);
    CHECK(*images.rbegin() == 39); // the last ten are held out
}

TEST_CASE("the order of a training depends on its seed and changes with each epoch") {
    const TrainerOptions options{.epochs = 2, .batch = 16, .seed = 5, .validation = 0};
    const std::vector<std::uint8_t> order = order_of(record_of(40, options));
    REQUIRE(order.size() == 80);
    CHECK_FALSE(std::equal(order.begin(), order.begin() + 40, order.begin() + 40));
    CHECK(order == order_of(record_of(40, options)));
    CHECK(order != order_of(record_of(40, {.epochs = 2, .batch = 16, .seed = 6, .validation = 0})));
}

TEST_CASE("the held out images do not depend on the seed") {
    for (const std::uint64_t seed : std::array<std::uint64_t, 3>{0, 1, 2}) {
        const auto record = record_of(20, {.epochs = 1, .batch = 16, .seed = seed, .validation = 3});
        REQUIRE(record.evaluated.size() == 1);
        CHECK(record.evaluated[0] == std::vector<std::uint8_t>{17, 18, 19});
    }
}

TEST_CASE("every step gets the schedule's rate, its number and all options") {
    const auto record = record_of(32, {.epochs = 3,
                                       .batch = 8,
                                       .learning_rate = 0.5,
                                       .schedule = Schedule::one_cycle,
                                       .label_smoothing = 0.25,
                                       .seed = 7,
                                       .validation = 0,
                                       .optimizer = halenet::Optimizer::sgd,
                                       .beta1 = 0.75,
                                       .beta2 = 0.875,
                                       .epsilon = 0.125,
                                       .momentum = 0.625,
                                       .weight_decay = 0.0625,
                                       .augment = {.pixels = 1.5, .degrees = 10}});
    REQUIRE(record.steps.size() == 12);
    for (std::size_t step = 0; step < 12; ++step) {
        const halenet_training &training = record.steps[step].training;
        CHECK(training.learning_rate == static_cast<float>(halenet::learning_rate_at(
                                            Schedule::one_cycle, 0.5, static_cast<std::int64_t>(step), 12)));
        CHECK(training.label_smoothing == 0.25F);
        CHECK(training.beta1 == 0.75);
        CHECK(training.beta2 == 0.875);
        CHECK(training.epsilon == 0.125F);
        CHECK(training.optimizer == HALENET_SGD);
        CHECK(training.momentum == 0.625F);
        CHECK(training.weight_decay == 0.0625F);
        CHECK(training.augment_pixels == 1.5F);
        CHECK(training.augment_degrees == 10.0F);
        CHECK(training.seed == 7);
        CHECK(training.step == step);
    }
}

TEST_CASE("a history holds the running means of the steps and the validation") {
    fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(25);
    const halenet::History history = Trainer(network, data, {.epochs = 2, .batch = 16, .validation = 5}).run();
    REQUIRE(history.epochs.size() == 2);
    for (int epoch = 1; epoch <= 2; ++epoch) {
        const halenet::EpochReport &report = history.epochs[static_cast<std::size_t>(epoch - 1)];
        CHECK(report.epoch == epoch);
        CHECK(report.seconds >= 0);
        CHECK(report.train.images == 20);
        CHECK(report.train.loss() == 9.5); // the mean of 0 .. 19
        CHECK(report.train.accuracy() == 0.5);
        REQUIRE(report.validation);
        CHECK(report.validation->images == 5);
        CHECK(report.validation->loss() == 22.0); // of 20 .. 24
        CHECK(report.validation->accuracy() == 0.6);
    }
    CHECK(history.ending == halenet::Ending::all_epochs);
    CHECK_FALSE(history.best_epoch);
    REQUIRE(history.learning_rates.size() == 4);
    for (std::size_t step = 0; step < 4; ++step)
        CHECK(history.learning_rates[step] ==
              halenet::learning_rate_at(Schedule::one_cycle, 4e-3, static_cast<std::int64_t>(step), 4));
    CHECK(history.epochs[0].learning_rate == history.learning_rates[1]);
    CHECK(history.seconds >= history.epochs[0].seconds + history.epochs[1].seconds);
}

TEST_CASE("a trainer evaluates the images that it trains on, when it is asked to") {
    auto &record = fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(25);
    Trainer trainer(network, data, {.epochs = 1, .batch = 16, .validation = 5});
    trainer.run();
    CHECK(record.evaluated == std::vector<std::vector<std::uint8_t>>{{20, 21, 22, 23, 24}}); // held out
    const halenet::Metrics metrics = trainer.evaluate();
    CHECK(metrics.images == 20);
    CHECK(metrics.loss() == 9.5);
}

TEST_CASE("nothing held out, nothing validated") {
    fake_library::fresh_record();
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(25);
    const halenet::History history = Trainer(network, data, {.epochs = 1, .batch = 16, .validation = 0}).run();
    CHECK(history.epochs.at(0).train.images == 25);
    CHECK_FALSE(history.epochs.at(0).validation);
}

TEST_CASE("weights are checked once an epoch, and a training with one that is not finite stops") {
    CHECK(record_of(64, {.epochs = 3, .batch = 16, .validation = 0}).weight_checks == 3);
    auto &record = fake_library::fresh_record();
    record.not_finite_at_check = 2;
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(64);
    Trainer trainer(network, data, {.epochs = 3, .batch = 16, .validation = 0});
    CHECK_THROWS_MATCHES(trainer.run(), Error,
                         Message("training stopped in epoch 2: output.weights holds a number that is not finite; try "
                                 "a lower learning rate"));
    CHECK(record.steps.size() == 8);
}

TEST_CASE("a training that is stopped on the way does not hand on weights that are not finite") {
    auto &record = fake_library::fresh_record();
    record.not_finite_at_check = 1;
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(64);
    Trainer trainer(network, data, {.epochs = 3, .batch = 16, .validation = 0});
    CHECK_THROWS_AS(trainer.run({.on_step = [](const halenet::StepReport &,
                                               halenet::TrainingControl &control) { control.stop(); }}),
                    Error);
}

TEST_CASE("a trainer refuses options out of range and data that do not fit") {
    Network network(fake_library::api(), {.batch = 16, .threads = 1});
    const halenet::Dataset data = fake_library::dataset(64);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    const TrainerOptions good{.batch = 16, .validation = 4};
    CHECK_NOTHROW(Trainer(network, data, good));
    const auto refuses = [&](auto change) {
        TrainerOptions options = good;
        change(options);
        CHECK_THROWS_AS(Trainer(network, data, options), Error);
    };
    refuses([](TrainerOptions &options) { options.epochs = 0; });
    refuses([](TrainerOptions &options) { options.batch = 0; });
    refuses([](TrainerOptions &options) { options.batch = 17; });
    for (const double rate : {0.0, -1.0, nan, infinity})
        refuses([&](TrainerOptions &options) { options.learning_rate = rate; });
    for (const double smoothing : {-0.1, 1.0, nan})
        refuses([&](TrainerOptions &options) { options.label_smoothing = smoothing; });
    for (const double beta : {-0.1, 1.0, nan}) {
        refuses([&](TrainerOptions &options) { options.beta1 = beta; });
        refuses([&](TrainerOptions &options) { options.beta2 = beta; });
    }
    for (const double epsilon : {0.0, 1.0, nan})
        refuses([&](TrainerOptions &options) { options.epsilon = epsilon; });
    for (const double momentum : {-0.1, 1.0, nan})
        refuses([&](TrainerOptions &options) { options.momentum = momentum; });
    for (const double decay : {-0.1, 250.0, nan, infinity}) // times the rate of 4e-3 the second one is 1
        refuses([&](TrainerOptions &options) { options.weight_decay = decay; });
    for (const double pixels : {-0.1, 16.1, nan})
        refuses([&](TrainerOptions &options) { options.augment.pixels = pixels; });
    for (const double degrees : {-0.1, 45.1, nan})
        refuses([&](TrainerOptions &options) { options.augment.degrees = degrees; });

    TrainerOptions options = good;
    options.validation = 64;
    CHECK_THROWS_MATCHES(Trainer(network, data, options), Error,
                         Message("validation is 64 images, but the training set has 64 and at least one must be left "
                                 "to train on"));
    const halenet::Dataset wide{.images = xt::zeros<std::uint8_t>(std::array<std::size_t, 4>{8, 2, 3, 1}),
                                .labels = xt::zeros<std::uint8_t>(std::array<std::size_t, 1>{8})};
    CHECK_THROWS_AS(Trainer(network, wide, good), Error);
}
