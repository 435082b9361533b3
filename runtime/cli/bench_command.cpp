#include "runtime/cli/bench_command.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runtime/cli/bench_accuracy.h"
#include "runtime/cli/bench_epoch.h"
#include "runtime/cli/bench_prediction.h"

namespace halenet::cli {

Command add_bench_command(CLI::App &program, ShippedModels models) {
    CLI::App *bench = program.add_subcommand("bench", "Measure how fast a model trains and predicts on this machine");
    bench->require_subcommand(0, 1);
    bench->footer(
        "halenet bench MEASUREMENT --help tells what it measures, how, and its options.\n"
        "\n"
        "Each measurement first tells what a core of this machine can do at most, then the median, the least,\n"
        "the quartiles and the greatest of its samples; --json writes them to a file. Nothing else should run\n"
        "meanwhile: quartiles that lie far apart tell that something did.\n"
        "\n"
        "Examples:\n"
        "  halenet bench epoch\n"
        "  halenet bench latency --json latency.json\n"
        "  halenet bench throughput --batch 1024 --threads 2\n"
        "  halenet bench time-to-accuracy --accuracy 0.99 --seeds 30\n");
    const std::array measurements{
        add_epoch_measurement(*bench, models),
        add_latency_measurement(*bench, models),
        add_throughput_measurement(*bench, models),
        add_accuracy_measurement(*bench, models),
    };
    bench->allow_extras(); // they are told here, where it is known what was expected
    return {bench, [=] {
                const auto chosen =
                    std::ranges::find_if(measurements, [](const Command &command) { return command.app->parsed(); });
                const std::vector<std::string> others = bench->remaining();
                if (!others.empty() || chosen == measurements.end())
                    throw CLI::ValidationError(
                        "bench", fmt::format("found {}, expected epoch, latency, throughput or time-to-accuracy",
                                             others.empty() ? "nothing" : '"' + others.front() + '"'));
                return chosen->run();
            }};
}

} // namespace halenet::cli
