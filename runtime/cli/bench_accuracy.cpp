#include "runtime/cli/bench_accuracy.h"

#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/cli/bench_options.h"
#include "runtime/cli/bench_report.h"
#include "runtime/cli/bench_training.h"
#include "runtime/cli/checks.h"
#include "runtime/cli/recipes.h"
#include "runtime/cli/train_options.h"
#include "runtime/terminal/stop_signal.h"
#include "runtime/terminal/terminal.h"

namespace halenet::cli {
namespace {

struct AccuracyArguments : BenchArguments {
    double wanted = 0.99; ///< 0..1
    int seeds = 30;
    std::string recipe = "fastest-99";
};

/// What is told of all seeds so far.
struct Samples {
    std::vector<double> seconds;
    std::vector<double> accuracies; ///< 0..1
};

/// A training for each seed; fewer where a signal stops them.
Samples time_trainings(const AccuracyArguments &arguments, int threads) {
    std::vector<std::string> options{"--model",        arguments.model, "--recipe",
                                     arguments.recipe, "--threads",     fmt::format("{}", threads)};
    if (!arguments.data.empty())
        options.insert(options.end(), {"--data", arguments.data});
    options.insert(options.end(), {"--seed", ""});
    Samples samples;
    LiveText line(stdout);
    for (int seed = 0; seed < arguments.seeds; ++seed) {
        line.show(fmt::format("Training with seed {}, {} of {}", seed, seed + 1, arguments.seeds));
        options.back() = fmt::format("{}", seed);
        const std::optional<TimedTraining> training = time_training(options);
        if (!training)
            break;
        line.clear();
        fmt::print("Seed {}: {:.3f} s, test accuracy {:.2f} %\n", seed, training->seconds, 100 * training->accuracy);
        samples.seconds.push_back(training->seconds);
        samples.accuracies.push_back(training->accuracy);
    }
    return samples;
}

void print_accuracy(const Mean &accuracy, const AccuracyArguments &arguments) {
    fmt::print("Mean test accuracy: {:.3f} %", 100 * accuracy.value);
    if (std::isfinite(accuracy.standard_error))
        fmt::print(" +- {:.3f}, its standard error", 100 * accuracy.standard_error);
    fmt::print("; {:.6g} % was wanted\n", 100 * arguments.wanted);
}

int measure_accuracy(const halenet_api &api, const AccuracyArguments &arguments) {
    Json report;
    int threads = 0;
    {
        // What the trainings will find, or not; their memory is their own.
        const Bench bench = set_up(
            api,
            {.batch = recipe_named(arguments.recipe).options.batch, .threads = arguments.threads, .training = false},
            arguments);
        threads = bench.network.threads();
        report = bench_report("time-to-accuracy", bench);
    }
    fmt::print("Training: recipe {}, threads {}; seeds {}, a process each, timed until its weights file is there\n",
               arguments.recipe, threads, arguments.seeds);
    Samples samples;
    {
        const StopSignal listening;
        samples = time_trainings(arguments, threads);
        if (const int signal = StopSignal::caught(); signal != 0)
            return 128 + signal;
    }

    const Mean accuracy = mean_of(samples.accuracies);
    const Mean seconds = mean_of(samples.seconds);
    fmt::print("{}{}Mean: {:.4g} seconds\n", summary_heading(),
               summary_row("seconds to the weights", summary_of(samples.seconds)), seconds.value);
    print_accuracy(accuracy, arguments);

    report["recipe"] = arguments.recipe;
    report["seeds"] = arguments.seeds;
    report["wanted"] = arguments.wanted;
    report["accuracy"] = {{"mean", accuracy.value},
                          {"standard_error", accuracy.standard_error}, // not finite: null
                          {"samples", samples.accuracies}};
    report["seconds"] = report_of(samples.seconds);
    report["seconds"]["mean"] = seconds.value;
    finish_bench(arguments.json, report);
    constexpr double rounding = 1e-9; // of a mean; one image of a thousand million
    if (accuracy.value < arguments.wanted - rounding)
        throw Error(fmt::format("the mean test accuracy of {} seed{} is {:.6g}, expected at least {:.6g}",
                                arguments.seeds, arguments.seeds == 1 ? "" : "s", accuracy.value, arguments.wanted));
    return 0;
}

} // namespace

Command add_accuracy_measurement(CLI::App &bench, ShippedModels models) {
    const auto arguments = std::make_shared<AccuracyArguments>();
    CLI::App *command = bench.add_subcommand("time-to-accuracy", "How long a training takes to reach an accuracy");
    command->footer(
        "Runs halenet train as a process of its own for each of the seeds 0, 1, 2 and so on. The clock runs from just\n"
        "before the process is started until its finished weights file is in its folder: starting, reading the data,\n"
        "training and writing count, the evaluation of the test set, which comes after, does not. Told are each\n"
        "seed's time and test accuracy, the mean accuracy with its standard error, and how the times lie. Exit\n"
        "status 1 where the mean accuracy is below --accuracy.\n"
        "\n"
        "Examples:\n"
        "  halenet bench time-to-accuracy\n"
        "  halenet bench time-to-accuracy --recipe tutorial --accuracy 0.985 --seeds 5 --json tutorial.json\n");
    std::vector<std::string> recipe_names;
    for (const Recipe &recipe : recipes())
        recipe_names.emplace_back(recipe.name);
    add_bench_options(*command, models, *arguments);
    add_threads_option(*command, arguments->threads);
    command
        ->add_option("--accuracy", arguments->wanted,
                     fmt::format("Of the test set, above 0 to 1: what the mean of all seeds is to reach (default: {})",
                                 arguments->wanted))
        ->type_name("PART")
        ->check(real_number({.least = 0, .with_least = false, .most = 1}));
    command
        ->add_option("--seeds", arguments->seeds, fmt::format("Trainings, 1 to 10000 (default: {})", arguments->seeds))
        ->type_name("N")
        ->transform(whole_number(1, 10'000, "seeds"));
    command
        ->add_option("--recipe", arguments->recipe,
                     fmt::format("A recipe of halenet train, whose --help tells them (default: {})", arguments->recipe))
        ->type_name("NAME")
        ->check(one_of(recipe_names));
    return {command, [=] { return measure_accuracy(library_of(models, arguments->model), *arguments); }};
}

} // namespace halenet::cli
