#include "runtime/cli/eval_command.h"

#include <filesystem>
#include <memory>
#include <string>

#include <fmt/core.h>

#include <halenet/network.h>
#include <halenet/weights.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/eval_text.h"
#include "runtime/cli/json_report.h"
#include "runtime/cli/loading.h"
#include "runtime/cli/train_options.h"
#include "runtime/files/files.h"
#include "runtime/report/json.h"
#include "runtime/train/stopwatch.h"

namespace halenet::cli {
namespace {

struct EvalArguments {
    std::string model;
    std::filesystem::path weights;
    std::string data;
    int threads = 0;            ///< 0: as many as can run
    std::filesystem::path json; ///< empty: none
};

int eval(const halenet_api &api, const EvalArguments &arguments) {
    const Stopwatch total;
    if (!arguments.json.empty())
        ensure_writable(arguments.json);
    Network network(api, {.batch = images_at_once, .threads = arguments.threads, .training = false});
    network.set_parameters(load_weights(arguments.weights, network.model()));
    const Stopwatch loading;
    const Digits digits = load_digits(arguments.data, network.form(), network.threads());
    const double load_seconds = loading.seconds();
    print_source(digits);

    const Stopwatch evaluating;
    const TestResults results = test_network(network, digits.test);
    const double eval_seconds = evaluating.seconds();
    fmt::print("{}", eval_text(results));

    if (!arguments.json.empty()) {
        Json report = report_of(network);
        report["weights"] = arguments.weights.string();
        report["data"] = report_of(digits);
        report["test"] = json_of(results);
        report["seconds"] = {{"load", load_seconds}, {"eval", eval_seconds}, {"total", total.seconds()}};
        write_report(arguments.json, report);
        fmt::print("Report written to {}\n", std::filesystem::absolute(arguments.json).string());
    }
    return 0;
}

} // namespace

Command add_eval_command(CLI::App &program, ShippedModels models) {
    const auto shared = std::make_shared<EvalArguments>();
    EvalArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("eval", "Measure weights on MNIST's test images");
    command->footer(
        "Prints accuracy with its standard error, loss, each class's precision (of the images taken for it, the\n"
        "part that is of it) and recall (of its images, the part that was found), and which class was taken\n"
        "for which; --json has the same numbers.\n"
        "\n"
        "Examples:\n"
        "  halenet eval --weights lenet5.safetensors\n"
        "  halenet eval --weights lenet5.safetensors --data folder --json test.json\n");
    command->add_option("--weights", arguments.weights, "A file that halenet train wrote (required)")
        ->type_name("FILE")
        ->required()
        ->check(not_empty("a file's path"));
    add_model_option(*command, models, arguments.model);
    add_data_option(*command, arguments.data);
    add_threads_option(*command, arguments.threads);
    command->add_option("--json", arguments.json, "Where a report goes (default: none is written)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    return {command, [=] { return eval(library_of(models, shared->model), *shared); }};
}

} // namespace halenet::cli
