#include <halenet/trainer.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/train/shuffle.h"
#include "runtime/train/stopwatch.h"

namespace halenet {
namespace {

// Written so that a NaN fails too.
void require(bool holds, const char *name, double found, const char *expected) {
    if (!holds)
        throw Error(fmt::format("{} is {}, expected {}", name, found, expected));
}

void check_options(const TrainerOptions &options) {
    require(options.epochs >= 1, "epochs", options.epochs, "1 or more");
    require(options.learning_rate > 0 && options.learning_rate <= std::numeric_limits<float>::max(), "learning_rate",
            options.learning_rate, "a number above 0");
    // As the core's float: 0.99999999 would become 1.
    require(options.label_smoothing >= 0 && static_cast<float>(options.label_smoothing) < 1, "label_smoothing",
            options.label_smoothing, "0 to below 1");
    require(options.beta1 >= 0 && options.beta1 < 1, "beta1", options.beta1, "0 to below 1");
    require(options.beta2 >= 0 && options.beta2 < 1, "beta2", options.beta2, "0 to below 1");
    require(options.epsilon > 0 && options.epsilon < 1, "epsilon", options.epsilon, "above 0 and below 1");
}

} // namespace

Trainer::Trainer(Network &network, const Dataset &data, const TrainerOptions &options)
    : network_(network), data_(data), options_(options) {
    check_options(options);
    if (options.batch < 1 || options.batch > network.batch())
        throw Error(fmt::format("batch is {}, expected 1 to the network's own {}", options.batch, network.batch()));
    network.check_form(data);
    if (data.size() > std::numeric_limits<std::uint32_t>::max())
        throw Error(fmt::format("the training set has {} images, expected at most 4294967295", data.size()));
    if (options.validation >= data.size())
        throw Error(fmt::format("validation is {} images, but the training set has {} and at least one must be left "
                                "to train on",
                                options.validation, data.size()));
}

History Trainer::run(const TrainingCallbacks &callbacks) {
    const Stopwatch stopwatch;
    History history;
    bool stopped = false;
    for (int epoch = 1; epoch <= options_.epochs && !stopped; ++epoch) {
        const std::optional<EpochReport> report = run_epoch(epoch, callbacks);
        stopped = !report || (callbacks.on_epoch && !callbacks.on_epoch(*report));
        if (report)
            history.epochs.push_back(*report);
    }
    if (!stopped)
        history.train = network_.evaluate(data_, 0, train_images());
    history.seconds = stopwatch.seconds();
    return history;
}

/// Nothing where a callback stopped inside the epoch.
std::optional<EpochReport> Trainer::run_epoch(int epoch, const TrainingCallbacks &callbacks) {
    std::vector<std::uint32_t> order(train_images());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    shuffle(order, options_.seed, static_cast<std::uint64_t>(epoch));

    const auto batch = static_cast<std::size_t>(options_.batch);
    const auto epoch_steps = static_cast<std::int64_t>((order.size() + batch - 1) / batch);
    halenet_training training{};
    training.label_smoothing = static_cast<float>(options_.label_smoothing);
    training.beta1 = options_.beta1;
    training.beta2 = options_.beta2;
    training.epsilon = static_cast<float>(options_.epsilon);
    StepReport step{.epoch = epoch, .epochs = options_.epochs, .train_images = static_cast<std::int64_t>(order.size())};

    const Stopwatch stopwatch;
    std::int64_t steps_before = (epoch - 1) * epoch_steps;
    for (std::size_t first = 0; first < order.size(); first += batch, ++steps_before) {
        const auto indices = std::span(order).subspan(first, std::min(batch, order.size() - first));
        training.learning_rate = static_cast<float>(
            learning_rate_at(options_.schedule, options_.learning_rate, steps_before, options_.epochs * epoch_steps));
        step.metrics += network_.train_step(data_, indices, training);
        step.epoch_images += static_cast<std::int64_t>(indices.size());
        if (callbacks.on_step && !callbacks.on_step(step)) {
            check_weights(epoch);
            return std::nullopt;
        }
    }
    EpochReport report{.epoch = epoch, .seconds = stopwatch.seconds(), .train = step.metrics};
    check_weights(epoch);
    if (options_.validation > 0)
        report.validation = network_.evaluate(data_, train_images(), options_.validation);
    return report;
}

void Trainer::check_weights(int epoch) const {
    try {
        network_.check_weights();
    } catch (const Error &error) {
        throw Error(fmt::format("training stopped in epoch {}: {}; try a lower learning rate", epoch, error.what()));
    }
}

} // namespace halenet
