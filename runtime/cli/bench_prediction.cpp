#include "runtime/cli/bench_prediction.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <numeric>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <halenet/network.h>

#include "runtime/cli/bench_options.h"
#include "runtime/cli/bench_report.h"
#include "runtime/measure/arithmetic.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/terminal.h"
#include "runtime/train/stopwatch.h"

namespace halenet::cli {
namespace {

struct PredictionArguments : BenchArguments {
    int batch = 1;
    int repetitions = 5;
};

/// Images first .. first + count - 1, without their labels.
DataSource part_of(const Dataset &data, const ImageForm &form, std::size_t first, std::size_t count) {
    const std::size_t image_bytes = data.images.size() / data.size();
    return {
        form, std::span(data.images.data(), data.images.size()).subspan(first * image_bytes, count * image_bytes), {}};
}

/// Seconds of each call of predict in a pass over all images, `batch` a call.
std::vector<double> time_calls(Network &network, const Dataset &data, std::size_t batch) {
    const ImageForm form = network.form();
    std::vector<double> seconds;
    seconds.reserve(data.size() / batch + 1);
    for (std::size_t first = 0; first < data.size(); first += batch) {
        const DataSource images = part_of(data, form, first, std::min(batch, data.size() - first));
        const Stopwatch stopwatch;
        const xt::xtensor<float, 2> probabilities = network.predict(images);
        seconds.push_back(stopwatch.seconds());
    }
    return seconds;
}

/// Calls `use` with the calls' times of each pass but the first, which warms up.
void time_passes(Bench &bench, const PredictionArguments &arguments,
                 const std::function<void(const std::vector<double> &)> &use) {
    const auto pass_once = [&] {
        return time_calls(bench.network, bench.digits.test, static_cast<std::size_t>(arguments.batch));
    };
    LiveText line(stdout);
    line.show("Warming up");
    static_cast<void>(pass_once());
    for (int pass = 1; pass <= arguments.repetitions; ++pass) {
        line.show(fmt::format("Pass {} of {}", pass, arguments.repetitions));
        use(pass_once());
    }
}

/// What reading the clock adds to a time.
double clock_microseconds() {
    constexpr int readings = 100'000;
    const Stopwatch total;
    for (int reading = 0; reading < readings; ++reading)
        static_cast<void>(total.seconds());
    return 1e6 * total.seconds() / readings;
}

Json prediction_report(std::string_view measurement, const Bench &bench, const PredictionArguments &arguments) {
    Json report = bench_report(measurement, bench);
    report["batch"] = arguments.batch;
    report["images"] = bench.digits.test.size();
    report["repetitions"] = arguments.repetitions;
    return report;
}

Bench set_up(const halenet_api &api, const PredictionArguments &arguments) {
    Bench bench = set_up(api, {.batch = arguments.batch, .threads = arguments.threads, .training = false}, arguments);
    fmt::print("Predictions: {} images, {} a call, threads {}; passes {}, after one to warm up\n",
               grouped(static_cast<std::int64_t>(bench.digits.test.size())), arguments.batch, bench.network.threads(),
               arguments.repetitions);
    return bench;
}

int measure_latency(const halenet_api &api, const PredictionArguments &arguments) {
    Bench bench = set_up(api, arguments);
    std::vector<double> microseconds;
    time_passes(bench, arguments, [&](const std::vector<double> &seconds) {
        for (const double call : seconds)
            microseconds.push_back(1e6 * call);
    });
    std::ranges::sort(microseconds);
    const Summary call = summary_of(microseconds);
    const double p99 = quantile(microseconds, 0.99);
    const double clock = clock_microseconds();

    Json report = prediction_report("latency", bench, arguments);
    report["microseconds"] = report_of(call);
    report["microseconds"]["p99"] = p99;
    report["clock_microseconds"] = clock;
    fmt::print("{}{}", summary_heading(), summary_row("microseconds a call", call));
    fmt::print("99 % of the {} calls took at most {:.4g} microseconds; reading the clock took {:.2g} of each\n",
               grouped(std::ssize(microseconds)), p99, clock);
    tell_speed(bench, forward_multiply_adds(bench.network.model()), 1e-6 * call.median, report);
    finish_bench(arguments.json, report);
    return 0;
}

int measure_throughput(const halenet_api &api, const PredictionArguments &arguments) {
    Bench bench = set_up(api, arguments);
    std::vector<double> rates;
    time_passes(bench, arguments, [&](const std::vector<double> &seconds) {
        rates.push_back(static_cast<double>(bench.digits.test.size()) / std::reduce(seconds.begin(), seconds.end()));
    });
    const Summary rate = summary_of(rates);

    Json report = prediction_report("throughput", bench, arguments);
    report["images_per_second"] = report_of(rates);
    fmt::print("{}{}", summary_heading(), summary_row("images a second", rate));
    tell_speed(bench, forward_multiply_adds(bench.network.model()), 1 / rate.median, report);
    finish_bench(arguments.json, report);
    return 0;
}

} // namespace

Command add_latency_measurement(CLI::App &bench, ShippedModels models) {
    const auto arguments = std::make_shared<PredictionArguments>();
    CLI::App *command = bench.add_subcommand("latency", "How long the prediction of a single image takes");
    command->footer(
        "Calls Network::predict for one test image after another, so that no call sees the image of the last one, and\n"
        "times each call. Told are the median, the quartiles, the least, the greatest and the 99th percentile.\n"
        "Nothing is taken off for the clock; what reading it takes is told beside. The network is not trained.\n"
        "\n"
        "Examples:\n"
        "  halenet bench latency\n"
        "  halenet bench latency --repetitions 20 --json latency.json\n");
    add_bench_options(*command, models, *arguments);
    add_one_thread_option(*command, arguments->threads);
    add_repetitions_option(*command, arguments->repetitions, "Passes over the test images that are timed, 1 to 10000");
    return {command, [=] { return measure_latency(library_of(models, arguments->model), *arguments); }};
}

Command add_throughput_measurement(CLI::App &bench, ShippedModels models) {
    const auto arguments = std::make_shared<PredictionArguments>();
    arguments->batch = 64;
    arguments->repetitions = 20;
    CLI::App *command = bench.add_subcommand("throughput", "How many images are predicted in a second");
    command->footer(
        "Calls Network::predict with --batch test images at once, over the whole test set and again. Each pass gives\n"
        "one sample: its images by the time of its calls. The network is not trained.\n"
        "\n"
        "Examples:\n"
        "  halenet bench throughput\n"
        "  halenet bench throughput --batch 1024 --threads 2 --json throughput.json\n");
    add_bench_options(*command, models, *arguments);
    add_one_thread_option(*command, arguments->threads);
    add_batch_option(*command, arguments->batch, "Images a call");
    add_repetitions_option(*command, arguments->repetitions, "Passes over the test images that are timed, 1 to 10000");
    return {command, [=] { return measure_throughput(library_of(models, arguments->model), *arguments); }};
}

} // namespace halenet::cli
