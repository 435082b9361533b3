#include <limits>
#include <stdexcept>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include <halenet/error.h>
#include <halenet/trainer.h>

#include "tests/runtime_train/fake_library.h"

using halenet::EpochReport;
using halenet::History;
using halenet::Network;
using halenet::StepReport;
using halenet::Trainer;
using halenet::TrainerOptions;
using halenet::TrainingControl;

namespace {

/// A training of 64 images in 4 steps an epoch, with a record of what the core is asked for.
struct Training {
    fake_library::Record &record = fake_library::fresh_record();
    Network network{fake_library::api(), {.batch = 16, .threads = 1}};
    halenet::Dataset data = fake_library::dataset(64);

    History run(const halenet::TrainingCallbacks &callbacks,
                const TrainerOptions &options = {.epochs = 3, .batch = 16, .validation = 0}) {
        return Trainer(network, data, options).run(callbacks);
    }

    [[nodiscard]] std::vector<float> rates() const {
        std::vector<float> rates;
        for (const fake_library::Step &step : record.steps)
            rates.push_back(step.training.learning_rate);
        return rates;
    }
};

} // namespace

TEST_CASE("step reports count up to the epoch's images") {
    std::vector<StepReport> reports;
    Training training;
    const History history =
        training.run({.on_step = [&](const StepReport &report, TrainingControl &) { reports.push_back(report); }},
                     {.epochs = 2, .batch = 16, .validation = 45});
    REQUIRE(reports.size() == 4);
    CHECK(reports[0].step == 1);
    CHECK(reports[0].epoch == 1);
    CHECK(reports[0].epochs == 2);
    CHECK(reports[0].epoch_images == 16);
    CHECK(reports[0].train_images == 19);
    CHECK(reports[1].epoch_images == 19);
    CHECK(reports[1].metrics.images == 19);
    CHECK(reports[1].batch.images == 3);
    CHECK(reports[2].step == 3);
    CHECK(reports[2].epoch == 2);
    CHECK(reports[2].metrics.images == 16);
    for (std::size_t step = 0; step < 4; ++step)
        CHECK(reports[step].learning_rate == history.learning_rates[step]);
}

TEST_CASE("a step callback stops the training after its step") {
    Training training;
    const History history = training.run({.on_step = [](const StepReport &report, TrainingControl &control) {
        if (report.step == 6)
            control.stop();
    }});
    CHECK(training.record.steps.size() == 6);
    CHECK(history.epochs.size() == 1); // the second epoch was not finished
    CHECK(history.learning_rates.size() == 6);
    CHECK(history.ending == halenet::Ending::callback);
}

TEST_CASE("an epoch callback stops the training after its epoch, the last one too") {
    for (const int last : {2, 3}) {
        Training training;
        const History history = training.run({.on_epoch = [&](const EpochReport &report, TrainingControl &control) {
            if (report.epoch == last)
                control.stop();
        }});
        CHECK(training.record.steps.size() == static_cast<std::size_t>(4 * last));
        CHECK(history.epochs.size() == static_cast<std::size_t>(last));
        CHECK(history.ending == halenet::Ending::callback);
    }
}

TEST_CASE("a rate that a callback sets holds from the next step on, until it is set again") {
    Training training;
    const History history = training.run({.on_step = [](const StepReport &report, TrainingControl &control) {
        if (report.step == 3)
            control.set_learning_rate(0.25);
        if (report.step == 9)
            control.set_learning_rate(0.125);
    }});
    const std::vector<float> rates = training.rates();
    REQUIRE(rates.size() == 12);
    for (std::int64_t step = 0; step < 12; ++step) {
        const double scheduled = halenet::learning_rate_at(halenet::Schedule::one_cycle, 4e-3, step, 12);
        const double expected = step < 3 ? scheduled : step < 9 ? 0.25 : 0.125;
        CHECK(rates[static_cast<std::size_t>(step)] == static_cast<float>(expected));
        CHECK(history.learning_rates[static_cast<std::size_t>(step)] == expected);
    }
}

TEST_CASE("an epoch callback sets the rate of the next epoch") {
    Training training;
    training.run(
        {.on_epoch = [](const EpochReport &report,
                        TrainingControl &control) { control.set_learning_rate(report.learning_rate / 2); }},
        {.epochs = 3, .batch = 16, .learning_rate = 1, .schedule = halenet::Schedule::constant, .validation = 0});
    CHECK(training.rates() == std::vector<float>{1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25});
}

TEST_CASE("a rate that is none is refused") {
    for (const double rate : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), 1e300}) {
        Training training;
        CHECK_THROWS_AS(training.run({.on_step = [&](const StepReport &,
                                                     TrainingControl &control) { control.set_learning_rate(rate); }}),
                        halenet::Error);
        CHECK(training.record.steps.size() == 1);
    }
}

TEST_CASE("what a callback throws reaches who started the training") {
    Training training;
    CHECK_THROWS_AS(
        training.run({.on_epoch = [](const EpochReport &, TrainingControl &) { throw std::runtime_error("mine"); }}),
        std::runtime_error);
    CHECK(training.record.steps.size() == 4);
}
