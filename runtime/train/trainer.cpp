#include <halenet/trainer.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/train/best_epoch.h"
#include "runtime/train/shuffle.h"
#include "runtime/train/stopwatch.h"

namespace halenet {
namespace {

constexpr double most_float = std::numeric_limits<float>::max(); // the core takes most of these as floats

// Each condition written so that a NaN fails too.
void require(bool holds, const char *name, double found, const char *expected) {
    if (!holds)
        throw Error(fmt::format("{} is {}, expected {}", name, found, expected));
}

void require_from(double found, double least, double most, const char *name, const char *expected) {
    require(found >= least && found <= most, name, found, expected);
}

// As a float: 0.99999999 would become 1.
void require_below_1(double found, const char *name) {
    require(found >= 0 && static_cast<float>(found) < 1, name, found, "0 to below 1");
}

void require_rate(double rate) {
    require(rate > 0 && rate <= most_float, "learning_rate", rate, "a number above 0");
}

void check_options(const TrainerOptions &options) {
    require(options.epochs >= 1, "epochs", options.epochs, "1 or more");
    require_rate(options.learning_rate);
    require_below_1(options.label_smoothing, "label_smoothing");
    require(options.beta1 >= 0 && options.beta1 < 1, "beta1", options.beta1, "0 to below 1");
    require(options.beta2 >= 0 && options.beta2 < 1, "beta2", options.beta2, "0 to below 1");
    require(options.epsilon > 0 && options.epsilon < 1, "epsilon", options.epsilon, "above 0 and below 1");
    require_below_1(options.momentum, "momentum");
    require_from(options.weight_decay, 0, most_float, "weight_decay", "a number from 0 on");
    require_below_1(options.weight_decay * options.learning_rate, "weight_decay times learning_rate");
    require_from(options.augment.pixels, 0, 16, "augment.pixels", "0 to 16");
    require_from(options.augment.degrees, 0, 45, "augment.degrees", "0 to 45");
    require(options.early_stopping.patience >= 0, "early_stopping.patience", options.early_stopping.patience,
            "0 or more epochs");
    require_from(options.early_stopping.least_improvement, 0, most_float, "early_stopping.least_improvement",
                 "a number from 0 on");
    if (options.early_stopping.patience > 0 && options.validation == 0)
        throw Error("early_stopping watches held out images, but validation is 0, expected 1 or more");
}

/// What is the same for every step of a training.
halenet_training core_options(const TrainerOptions &options) {
    halenet_training training{};
    training.optimizer = static_cast<halenet_optimizer>(options.optimizer);
    training.label_smoothing = static_cast<float>(options.label_smoothing);
    training.weight_decay = static_cast<float>(options.weight_decay);
    training.beta1 = options.beta1;
    training.beta2 = options.beta2;
    training.epsilon = static_cast<float>(options.epsilon);
    training.momentum = static_cast<float>(options.momentum);
    training.augment_pixels = static_cast<float>(options.augment.pixels);
    training.augment_degrees = static_cast<float>(options.augment.degrees);
    training.seed = options.seed;
    return training;
}

} // namespace

void TrainingControl::set_learning_rate(double rate) {
    require_rate(rate);
    learning_rate_ = rate;
}

Trainer::Trainer(Network &network, const DataSource &data, const TrainerOptions &options)
    : network_(network), data_(data), options_(options) {
    check_options(options);
    if (options.batch < 1 || options.batch > network.batch())
        throw Error(fmt::format("batch is {}, expected 1 to the network's own {}", options.batch, network.batch()));
    network.check_data(data);
    if (options.validation >= data.size())
        throw Error(fmt::format("validation is {} images, but the training set has {} and at least one must be left "
                                "to train on",
                                options.validation, data.size()));
}

/// What an epoch hands on to the next one.
struct Trainer::Run {
    const TrainingCallbacks &callbacks;
    TrainingControl control{};
    std::vector<double> learning_rates{}; ///< of the steps so far
};

History Trainer::run(const TrainingCallbacks &callbacks) {
    const Stopwatch stopwatch;
    Run run{.callbacks = callbacks};
    History history;
    BestEpoch best(options_.early_stopping);
    for (int epoch = 1; epoch <= options_.epochs && history.ending == Ending::all_epochs; ++epoch) {
        const std::optional<EpochReport> report = run_epoch(epoch, run);
        if (report) {
            history.epochs.push_back(*report);
            if (!best.go_on_after(*report, network_))
                history.ending = Ending::early_stopping;
            if (callbacks.on_epoch)
                callbacks.on_epoch(*report, run.control);
        }
        if (run.control.stopped_)
            history.ending = Ending::callback;
    }
    if (history.ending != Ending::callback) {
        history.best_epoch = best.epoch();
        if (history.best_epoch)
            network_.set_parameters(best.parameters());
    }
    history.learning_rates = std::move(run.learning_rates);
    history.seconds = stopwatch.seconds();
    return history;
}

/// Nothing where a callback stopped inside the epoch.
std::optional<EpochReport> Trainer::run_epoch(int epoch, Run &run) {
    const std::vector<std::uint32_t> order = order_of(epoch);
    const auto batch = static_cast<std::size_t>(options_.batch);
    const auto epoch_steps = static_cast<std::int64_t>((order.size() + batch - 1) / batch);
    halenet_training training = core_options(options_);
    StepReport report{
        .epoch = epoch, .epochs = options_.epochs, .train_images = static_cast<std::int64_t>(order.size())};

    const Stopwatch stopwatch;
    for (std::size_t first = 0; first < order.size(); first += batch) {
        const auto indices = std::span(order).subspan(first, std::min(batch, order.size() - first));
        const std::int64_t steps_before = std::ssize(run.learning_rates);
        report.learning_rate = run.control.learning_rate_.value_or(
            learning_rate_at(options_.schedule, options_.learning_rate, steps_before, options_.epochs * epoch_steps));
        training.learning_rate = static_cast<float>(report.learning_rate);
        training.step = static_cast<std::uint64_t>(steps_before);
        report.batch = network_.train_step(data_, indices, training);
        report.metrics += report.batch;
        report.step = steps_before + 1;
        report.epoch_images += static_cast<std::int64_t>(indices.size());
        run.learning_rates.push_back(report.learning_rate);
        if (run.callbacks.on_step)
            run.callbacks.on_step(report, run.control);
        if (run.control.stopped_) {
            check_weights(epoch);
            return std::nullopt;
        }
    }
    EpochReport whole{
        .epoch = epoch, .seconds = stopwatch.seconds(), .learning_rate = report.learning_rate, .train = report.metrics};
    check_weights(epoch);
    if (options_.validation > 0)
        whole.validation = network_.evaluate(data_, train_images(), options_.validation);
    return whole;
}

/// The images of epoch `epoch`. It is fixed, however fast they are read.
std::vector<std::uint32_t> Trainer::order_of(int epoch) const {
    std::vector<std::uint32_t> order(train_images());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    const std::size_t first_images = epoch == 1 ? std::min(options_.first_images, order.size()) : 0;
    // Drawn as those of an epoch 0, which there is not, so that the two parts do not share their draws.
    shuffle(std::span(order).first(first_images), options_.seed, 0);
    shuffle(std::span(order).subspan(first_images), options_.seed, static_cast<std::uint64_t>(epoch));
    return order;
}

void Trainer::check_weights(int epoch) const {
    try {
        network_.check_weights();
    } catch (const Error &error) {
        throw Error(fmt::format("training stopped in epoch {}: {}; try a lower learning rate", epoch, error.what()));
    }
}

} // namespace halenet
