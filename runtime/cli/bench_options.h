#pragma once

#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include "runtime/cli/models.h"

namespace halenet::cli {

/// What the measurements of `halenet bench` share on the command line.
struct BenchArguments {
    std::string model;
    std::string data;
    int threads = 0;            ///< 0: as many as are useful
    std::filesystem::path json; ///< empty: none
};

/// --model, --data and --json.
void add_bench_options(CLI::App &measurement, ShippedModels models, BenchArguments &arguments);

/// --threads, where the default is one.
void add_one_thread_option(CLI::App &measurement, int &threads);

/// --batch; `batch` is the default. `meaning` begins the help.
void add_batch_option(CLI::App &measurement, int &batch, const std::string &meaning);

/// --repetitions; `repetitions` is the default. `meaning` begins the help.
void add_repetitions_option(CLI::App &measurement, int &repetitions, const std::string &meaning);

} // namespace halenet::cli
