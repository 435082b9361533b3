#include "runtime/cli/bench_options.h"

#include <fmt/format.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/train_options.h"

namespace halenet::cli {

void add_bench_options(CLI::App &measurement, ShippedModels models, BenchArguments &arguments) {
    add_model_option(measurement, models, arguments.model);
    add_data_option(measurement, arguments.data);
    measurement.add_option("--json", arguments.json, "Where a report goes (default: none is written)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
}

void add_one_thread_option(CLI::App &measurement, int &threads) {
    threads = 1;
    measurement.add_option("--threads", threads, "Threads, 1 to 1024 (default: 1)")
        ->type_name("N")
        ->transform(whole_number(1, 1024, "threads"));
}

void add_batch_option(CLI::App &measurement, int &batch, const std::string &meaning) {
    measurement.add_option("--batch", batch, fmt::format("{}, 1 to 65536 (default: {})", meaning, batch))
        ->type_name("IMAGES")
        ->transform(whole_number(1, 65'536, "images"));
}

void add_repetitions_option(CLI::App &measurement, int &repetitions, const std::string &meaning) {
    measurement.add_option("--repetitions", repetitions, fmt::format("{} (default: {})", meaning, repetitions))
        ->type_name("N")
        ->transform(whole_number(1, 10'000, "repetitions"));
}

} // namespace halenet::cli
