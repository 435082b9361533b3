#include "runtime/cli/train_command.h"

#include <algorithm>
#include <memory>

#include <fmt/core.h>

#include <halenet/network.h>
#include <halenet/weights.h>

#include "runtime/cli/json_report.h"
#include "runtime/cli/loading.h"
#include "runtime/cli/progress_bar.h"
#include "runtime/cli/recipes.h"
#include "runtime/cli/stop_signal.h"
#include "runtime/cli/text.h"
#include "runtime/cli/train_options.h"
#include "runtime/files/files.h"
#include "runtime/train/stopwatch.h"

namespace halenet::cli {
namespace {

// Evaluation works on as many images at once as the network takes: with a small batch too, there is to be work for
// several threads.
constexpr int least_at_once = 256;

void print_start(const Network &network, const Digits &digits, const TrainArguments &arguments,
                 const TrainerOptions &options) {
    const halenet_model_info &model = network.model();
    fmt::print("Model: {}, {} parameters, for {}\n", model.name, grouped(static_cast<std::int64_t>(model.parameters)),
               model.target);
    print_source(digits);
    fmt::print("Images: {} to train on, {} held out, {} to test\n",
               grouped(static_cast<std::int64_t>(digits.train.size() - options.validation)),
               grouped(static_cast<std::int64_t>(options.validation)),
               grouped(static_cast<std::int64_t>(digits.test.size())));
    fmt::print("Recipe {}: epochs {}, batch {}, learning rate {} ({}), label smoothing {}, seed {}; threads {}\n",
               arguments.recipe, options.epochs, options.batch, options.learning_rate, schedule_name(options.schedule),
               options.label_smoothing, options.seed, network.threads());
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
    return trainer.run({
        .on_step =
            [&](const StepReport &step) {
                bar.update(step);
                return StopSignal::caught() == 0;
            },
        .on_epoch =
            [&](const EpochReport &epoch) {
                bar.begin_epoch();
                print_epoch(epoch, options.epochs);
                return StopSignal::caught() == 0;
            },
    });
}

/// What only the options together can get wrong.
void check_options(const TrainArguments &arguments) {
    if (!arguments.json.empty() && arguments.json == arguments.out)
        throw CLI::ValidationError("--json", fmt::format("found \"{}\", which is --out's file too, expected another",
                                                         arguments.json.string()));
}

int train(const halenet_api &api, const TrainArguments &arguments) {
    const Stopwatch total;
    const TrainerOptions options = trainer_options(arguments);
    // Before hours of work, not after.
    ensure_writable(arguments.out);
    if (!arguments.json.empty())
        ensure_writable(arguments.json);

    Network network(api, {.batch = std::max(options.batch, least_at_once), .threads = arguments.threads});
    network.initialize(options.seed);
    const Stopwatch loading;
    const Digits digits = load_digits(arguments.data, network.form(), network.threads());
    const double load_seconds = loading.seconds();
    Trainer trainer(network, digits.train, options);
    print_start(network, digits, arguments, options);

    History history;
    int signal = 0;
    {
        const StopSignal listening;
        history = run(trainer, options);
        save_weights(arguments.out, network.model(), network.parameters());
        signal = StopSignal::caught();
    }
    std::optional<Metrics> test;
    if (history.train) {
        test = network.evaluate(digits.test);
        print_metrics("Training set, final weights", *history.train);
        print_metrics("Test set", *test);
    } else {
        fmt::print("Stopped by {} after {} whole epoch{}; the test set was not evaluated\n",
                   signal == SIGINT ? "Ctrl-C" : "SIGTERM", history.epochs.size(),
                   history.epochs.size() == 1 ? "" : "s");
    }
    fmt::print("Weights written to {}\n", std::filesystem::absolute(arguments.out).string());

    if (!arguments.json.empty()) {
        Json report = report_of(network);
        report["seed"] = options.seed;
        report["data"] = report_of(digits);
        report["recipe"] = arguments.recipe;
        report["options"] = report_of(options);
        report["weights"] = arguments.out.string();
        report["interrupted"] = !history.train;
        report["epochs"] = Json::array();
        for (const EpochReport &epoch : history.epochs)
            report["epochs"].push_back(report_of(epoch));
        report["train"] = report_of(history.train);
        report["test"] = report_of(test);
        report["seconds"] = {{"load", load_seconds}, {"train", history.seconds}, {"total", total.seconds()}};
        write_report(arguments.json, report);
        fmt::print("Report written to {}\n", std::filesystem::absolute(arguments.json).string());
    }
    return history.train ? 0 : 128 + signal;
}

} // namespace

Command add_train_command(CLI::App &program, ShippedModels models) {
    const auto arguments = std::make_shared<TrainArguments>();
    CLI::App *command = program.add_subcommand("train", "Train LeNet-5 on MNIST and write its weights");
    add_train_options(*command, models, *arguments);
    return {command, [=] {
                check_options(*arguments);
                return train(library_of(models, arguments->model), *arguments);
            }};
}

} // namespace halenet::cli
