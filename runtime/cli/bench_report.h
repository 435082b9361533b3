#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <halenet/dataset.h>
#include <halenet/network.h>

#include "runtime/cli/bench_options.h"
#include "runtime/measure/peak.h"
#include "runtime/measure/summary.h"
#include "runtime/report/json.h"

namespace halenet::cli {

/// What is measured, and on what.
struct Bench {
    Network network;
    Digits digits;
    Peak peak;
};

/// Reads the data, measures the peak and prints both. Throws Error, also where the report could not be written.
[[nodiscard]] Bench set_up(const halenet_api &api, const NetworkOptions &options, const BenchArguments &arguments);

/// What a report of `halenet bench` begins with: {format, version, measurement}, what all commands' reports begin with,
/// {data, machine: {cpu, cpus}, peak: {gflops_per_core, vectors}}.
[[nodiscard]] Json bench_report(std::string_view measurement, const Bench &bench);

/// {median, least, greatest, lower_quartile, upper_quartile}
[[nodiscard]] Json report_of(const Summary &summary);

/// The same of these samples, and they themselves as `samples`.
[[nodiscard]] Json report_of(const std::vector<double> &samples);

/// Prints how fast arithmetic was that took `seconds`, and adds it to the report as gflops and share_of_peak, which is
/// of as many cores as the threads could run on. See runtime/measure/arithmetic.h.
void tell_speed(const Bench &bench, std::int64_t multiply_adds, double seconds, Json &report);

/// A table's first line, and one of its rows: "seconds an epoch", for instance, and the summary in that unit.
[[nodiscard]] std::string summary_heading();
[[nodiscard]] std::string summary_row(std::string_view unit, const Summary &summary);

/// Writes the report, where a file was named, and says so. Throws Error.
void finish_bench(const std::filesystem::path &file, const Json &report);

} // namespace halenet::cli
