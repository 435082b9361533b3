#include "runtime/cli/train_command.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <halenet/network.h>
#include <halenet/threads.h>
#include <halenet/weights.h>

#include "runtime/cli/json_report.h"
#include "runtime/cli/loading.h"
#include "runtime/cli/progress_bar.h"
#include "runtime/cli/recipes.h"
#include "runtime/cli/report_command.h"
#include "runtime/cli/train_options.h"
#include "runtime/files/files.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/stop_signal.h"
#include "runtime/train/stopwatch.h"

namespace halenet::cli {
namespace {

// Evaluation works on as many images at once as the network takes: with a small batch too, there is to be work for
// several threads.
constexpr int least_at_once = 256;

std::string described(const TrainerOptions &options) {
    std::string text =
        fmt::format("epochs {}, batch {}, {}", options.epochs, options.batch, optimizer_name(options.optimizer));
    if (options.optimizer == Optimizer::sgd)
        text += fmt::format(" with momentum {}", options.momentum);
    else if (options.beta2 != TrainerOptions{}.beta2)
        text += fmt::format(" with beta2 {}", options.beta2);
    text += fmt::format(", learning rate {} ({})", options.learning_rate, schedule_name(options.schedule));
    if (options.weight_decay > 0)
        text += fmt::format(", weight decay {}", options.weight_decay);
    if (options.label_smoothing > 0)
        text += fmt::format(", label smoothing {}", options.label_smoothing);
    if (options.augment.pixels > 0 || options.augment.degrees > 0)
        text += fmt::format(", moved by up to {} pixels and turned by up to {} degrees", options.augment.pixels,
                            options.augment.degrees);
    if (options.first_images > 0)
        text += fmt::format(", the first {} images first", grouped(static_cast<std::int64_t>(options.first_images)));
    if (options.early_stopping.patience > 0)
        text += fmt::format(", until {} epochs bring no lower validation loss", options.early_stopping.patience);
    return text;
}

void print_start(const Network &network, const Digits &digits, const TrainArguments &arguments,
                 const TrainerOptions &options) {
    const halenet_model_info &model = network.model();
    fmt::print("Model: {}, {} parameters, for {}\n", model.name, grouped(static_cast<std::int64_t>(model.parameters)),
               network.target());
    print_source(digits);
    fmt::print("Images: {} to train on, {} held out, {} to test\n",
               grouped(static_cast<std::int64_t>(digits.train.size() - options.validation)),
               grouped(static_cast<std::int64_t>(options.validation)),
               grouped(static_cast<std::int64_t>(digits.test.size())));
    fmt::print("Recipe {}: {}, seed {}; threads {}\n", arguments.recipe, described(options), options.seed,
               network.threads());
}

void print_epoch(const EpochReport &epoch, int epochs) {
    fmt::print("Epoch {}/{} - {:.1f}s - loss: {:.4f} - accuracy: {:.4f}", epoch.epoch, epochs, epoch.seconds,
               epoch.train.loss(), epoch.train.accuracy());
    if (epoch.validation)
        fmt::print(" - val_loss: {:.4f} - val_accuracy: {:.4f}", epoch.validation->loss(),
                   epoch.validation->accuracy());
    fmt::print("\n");
}

void print_metrics(const char *what, const Metrics &metrics) {
    fmt::print("{}: loss {:.4f}, accuracy {:.2f} % ({} of {} images)\n", what, metrics.loss(), 100 * metrics.accuracy(),
               grouped(metrics.correct), grouped(metrics.images));
}

History run(Trainer &trainer, const TrainerOptions &options) {
    ProgressBar bar;
    const auto stop_at_signal = [](TrainingControl &control) {
        if (StopSignal::caught() != 0)
            control.stop();
    };
    return trainer.run({
        .on_step =
            [&](const StepReport &step, TrainingControl &control) {
                bar.update(step);
                stop_at_signal(control);
            },
        .on_epoch =
            [&](const EpochReport &epoch, TrainingControl &control) {
                bar.begin_epoch();
                print_epoch(epoch, options.epochs);
                stop_at_signal(control);
            },
    });
}

void print_end(const History &history, const TrainerOptions &options, int signal) {
    if (history.ending == Ending::callback)
        fmt::print("Stopped by {} after {} whole epoch{}; the test set was not evaluated\n",
                   signal == SIGINT ? "Ctrl-C" : "SIGTERM", history.epochs.size(),
                   history.epochs.size() == 1 ? "" : "s");
    if (history.ending == Ending::early_stopping)
        fmt::print("Stopped early: no lower validation loss in {} epoch{}\n", options.early_stopping.patience,
                   options.early_stopping.patience == 1 ? "" : "s");
    if (history.best_epoch)
        fmt::print("The weights are those of epoch {}, the best on the held out images\n", *history.best_epoch);
}

/// What the weights file tells about its training: nothing that differs from run to run, nothing about the machine.
std::map<std::string, std::string> metadata_of(const TrainerOptions &options, const History &history) {
    return {
        {"training.options", fmt::format("{} --seed {}", fmt::join(spelled(options), " "), options.seed)},
        {"training.epochs", fmt::format("{}", history.best_epoch.value_or(static_cast<int>(history.epochs.size())))}};
}

int train(const halenet_api &api, const TrainArguments &arguments, const TrainerOptions &options) {
    const Stopwatch total;
    const std::filesystem::path out = weights_file(arguments);
    // Before hours of work, not after.
    ensure_writable(out);
    if (!arguments.json.empty())
        ensure_writable(arguments.json);
    if (!arguments.report.empty())
        ensure_report_folder(arguments.report);

    Network network(api, {.batch = std::max(options.batch, least_at_once),
                          .threads = arguments.threads == 0 ? useful_threads(options.batch) : arguments.threads});
    network.initialize(options.seed);
    const Stopwatch load_time;
    const LoadingDigits loading =
        start_loading_digits(arguments.data, network.form(), network.threads(), options.first_images);
    const Digits &digits = loading.digits();
    const double load_seconds = load_time.seconds();
    Trainer trainer(network, {digits.train, [&](std::size_t images) { loading.wait(images); }}, options);
    print_start(network, digits, arguments, options);

    History history;
    int signal = 0;
    {
        const StopSignal listening;
        history = run(trainer, options);
        loading.wait_for_all(); // a training that was stopped may not have come to where the file is damaged
        save_weights(out, network.model(), network.parameters(), metadata_of(options, history));
        signal = StopSignal::caught();
    }
    print_end(history, options, signal);
    const bool whole = history.ending != Ending::callback;
    std::optional<Metrics> train, test;
    if (whole) {
        train = trainer.evaluate();
        test = network.evaluate(digits.test);
        print_metrics("Training set, final weights", *train);
        print_metrics("Test set", *test);
    }
    fmt::print("Weights written to {}\n", std::filesystem::absolute(out).string());

    Json json = report_of(network);
    json["seed"] = options.seed;
    json["data"] = report_of(digits);
    json["recipe"] = arguments.recipe;
    json["options"] = report_of(options);
    json["command"] = command_of(arguments, options);
    json["weights"] = out.string();
    json["interrupted"] = !whole;
    json["stopped_early"] = history.ending == Ending::early_stopping;
    json["best_epoch"] = history.best_epoch ? Json(*history.best_epoch) : Json();
    json["learning_rate"] = curve_of(history.learning_rates);
    json["epochs"] = Json::array();
    for (const EpochReport &epoch : history.epochs)
        json["epochs"].push_back(report_of(epoch));
    json["train"] = report_of(train);
    json["test"] = report_of(test);
    json["seconds"] = {{"load", load_seconds}, {"train", history.seconds}, {"total", total.seconds()}};
    if (!arguments.json.empty()) {
        write_report(arguments.json, json);
        fmt::print("Report written to {}\n", std::filesystem::absolute(arguments.json).string());
    }
    if (!arguments.report.empty() && whole)
        write_page(arguments.report, {network, digits, json, {}});
    return whole ? 0 : 128 + signal;
}

} // namespace

Command add_train_command(CLI::App &program, ShippedModels models) {
    const auto arguments = std::make_shared<TrainArguments>();
    CLI::App *command = program.add_subcommand("train", "Train a model on MNIST and write its weights");
    add_train_options(*command, models, *arguments);
    return {command, [=] {
                const TrainerOptions options = trainer_options(*arguments); // before a library may have to be generated
                return train(library_of(models, arguments->model), *arguments, options);
            }};
}

} // namespace halenet::cli
