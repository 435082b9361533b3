#include "runtime/cli/bench_epoch.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include <halenet/network.h>
#include <halenet/trainer.h>

#include "runtime/cli/bench_options.h"
#include "runtime/cli/bench_report.h"
#include "runtime/cli/train_options.h"
#include "runtime/measure/arithmetic.h"
#include "runtime/measure/peak_memory.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/terminal.h"

namespace halenet::cli {
namespace {

struct EpochArguments : BenchArguments {
    int batch = 128;
    int repetitions = 5;
};

/// Seconds of each epoch's steps, after one to warm up. Nothing is drawn while the clock runs.
std::vector<double> time_epochs(Network &network, const Dataset &images, const EpochArguments &arguments) {
    Trainer trainer(network, images,
                    {.epochs = 1 + arguments.repetitions,
                     .batch = arguments.batch,
                     .learning_rate = 1e-3,
                     .schedule = Schedule::constant,
                     .validation = 0});
    LiveText line(stdout);
    line.show("Warming up");
    std::vector<double> seconds;
    static_cast<void>(trainer.run({.on_epoch = [&](const EpochReport &epoch, TrainingControl &) {
        if (epoch.epoch > 1)
            seconds.push_back(epoch.seconds);
        if (epoch.epoch <= arguments.repetitions)
            line.show(fmt::format("Epoch {} of {}", epoch.epoch, arguments.repetitions));
    }}));
    return seconds;
}

int measure_epoch(const halenet_api &api, const EpochArguments &arguments) {
    Bench bench = set_up(api, {.batch = arguments.batch, .threads = arguments.threads}, arguments);
    const Dataset &train = bench.digits.train;
    const auto images = static_cast<std::int64_t>(train.size());
    fmt::print("Training: {} images, batch {}, Adam, threads {}; epochs {}, after one to warm up\n", grouped(images),
               arguments.batch, bench.network.threads(), arguments.repetitions);

    const std::vector<double> seconds = time_epochs(bench.network, train, arguments);
    const double memory = peak_memory_mb();
    std::vector<double> microseconds;
    for (const double epoch : seconds)
        microseconds.push_back(1e6 * epoch / static_cast<double>(images));
    const Summary epoch = summary_of(seconds);

    Json report = bench_report("epoch", bench);
    report["batch"] = arguments.batch;
    report["images"] = images;
    report["repetitions"] = arguments.repetitions;
    report["seconds"] = report_of(seconds);
    report["microseconds_per_image"] = report_of(microseconds);
    report["peak_memory_mb"] = memory;
    fmt::print("{}{}{}", summary_heading(), summary_row("seconds an epoch", epoch),
               summary_row("microseconds an image", summary_of(microseconds)));
    tell_speed(bench, images * training_multiply_adds(bench.network.model()), epoch.median, report);
    fmt::print("Memory: {:.1f} MB at the most, the images among them\n", memory);
    finish_bench(arguments.json, report);
    return 0;
}

} // namespace

Command add_epoch_measurement(CLI::App &bench, ShippedModels models) {
    const auto arguments = std::make_shared<EpochArguments>();
    CLI::App *command = bench.add_subcommand("epoch", "How long a pass of training over all images takes");
    command->footer(
        "Trains with Adam at the constant rate 0.001 on all training images, which lie in memory and are shuffled\n"
        "anew for each epoch. The first epoch warms up; of each other one the steps are timed, from the first to the\n"
        "last. Told are seconds an epoch, microseconds an image, the arithmetic that takes, as if no kernel left any\n"
        "of it out, and the part of the peak that it is, which is measured just before; and the most memory that the\n"
        "process had, resident.\n"
        "\n"
        "Examples:\n"
        "  halenet bench epoch\n"
        "  halenet bench epoch --threads 1 --batch 64 --repetitions 20 --json epoch.json\n"
        "  halenet bench epoch --model my_net.h\n");
    add_bench_options(*command, models, *arguments);
    add_threads_option(*command, arguments->threads);
    add_batch_option(*command, arguments->batch, "Images a step");
    add_repetitions_option(*command, arguments->repetitions, "Epochs that are timed, 1 to 10000");
    return {command, [=] { return measure_epoch(library_of(models, arguments->model), *arguments); }};
}

} // namespace halenet::cli
