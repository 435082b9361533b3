#include "runtime/cli/bench_report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <halenet/threads.h>

#include "runtime/cli/json_report.h"
#include "runtime/cli/loading.h"
#include "runtime/files/files.h"
#include "runtime/measure/arithmetic.h"
#include "runtime/report/machine.h"
#include "runtime/report/numbers.h"

namespace halenet::cli {
namespace {

/// Four digits, or all of a larger number's.
std::string number(double value) {
    return value < 1000 ? fmt::format("{:.4g}", value) : grouped(std::llround(value));
}

} // namespace

Bench set_up(const halenet_api &api, const NetworkOptions &options, const BenchArguments &arguments) {
    if (!arguments.json.empty())
        ensure_writable(arguments.json);
    Network network(api, options);
    Digits digits = load_digits(arguments.data, network.form(), network.threads());
    Bench bench{std::move(network), std::move(digits), measure_peak()};

    const halenet_model_info &model = bench.network.model();
    fmt::print("Model: {}, {} parameters, for {}\n", model.name, grouped(static_cast<std::int64_t>(model.parameters)),
               bench.network.target());
    print_source(bench.digits);
    fmt::print("Machine: {}, {} CPU{}; measured peak of a core: {} GFLOP/s with {}\n", machine_name(), available_cpus(),
               available_cpus() == 1 ? "" : "s", number(bench.peak.gflops), bench.peak.vectors);
    return bench;
}

Json bench_report(std::string_view measurement, const Bench &bench) {
    Json report{{"format", "halenet-bench"}, {"version", 1}, {"measurement", measurement}};
    report.update(report_of(bench.network));
    report["data"] = report_of(bench.digits);
    report["machine"] = {{"cpu", machine_name()}, {"cpus", available_cpus()}};
    report["peak"] = {{"gflops_per_core", bench.peak.gflops}, {"vectors", bench.peak.vectors}};
    return report;
}

Json report_of(const Summary &summary) {
    return {{"median", summary.median},
            {"least", summary.least},
            {"greatest", summary.greatest},
            {"lower_quartile", summary.lower_quartile},
            {"upper_quartile", summary.upper_quartile}};
}

Json report_of(const std::vector<double> &samples) {
    Json report = report_of(summary_of(samples));
    report["samples"] = samples;
    return report;
}

void tell_speed(const Bench &bench, std::int64_t multiply_adds, double seconds, Json &report) {
    const int cores = std::min(bench.network.threads(), available_cpus());
    const double gflops = 1e-9 * operations_a_multiply_add * static_cast<double>(multiply_adds) / seconds;
    const double share = gflops / (bench.peak.gflops * cores);
    fmt::print("Arithmetic: {} GFLOP/s, {:.1f} % of the peak of {} core{}\n", number(gflops), 100 * share, cores,
               cores == 1 ? "" : "s");
    report["gflops"] = gflops;
    report["share_of_peak"] = share;
}

std::string summary_heading() {
    return fmt::format("{:24}{:>10}{:>10}{:>16}{:>16}{:>10}\n", "", "median", "least", "lower quartile",
                       "upper quartile", "greatest");
}

std::string summary_row(std::string_view unit, const Summary &summary) {
    return fmt::format("{:24}{:>10}{:>10}{:>16}{:>16}{:>10}\n", unit, number(summary.median), number(summary.least),
                       number(summary.lower_quartile), number(summary.upper_quartile), number(summary.greatest));
}

void finish_bench(const std::filesystem::path &file, const Json &report) {
    if (file.empty())
        return;
    write_report(file, report);
    fmt::print("Report written to {}\n", std::filesystem::absolute(file).string());
}

} // namespace halenet::cli
