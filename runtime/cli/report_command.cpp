#include "runtime/cli/report_command.h"

#include <memory>
#include <optional>
#include <string>

#include <fmt/core.h>

#include <halenet/error.h>
#include <halenet/network.h>
#include <halenet/weights.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/loading.h"
#include "runtime/cli/train_options.h"
#include "runtime/files/files.h"
#include "runtime/report/training_record.h"
#include "runtime/terminal/text.h"

namespace halenet::cli {
namespace {

struct ReportArguments {
    std::string model;
    std::filesystem::path weights;
    std::filesystem::path history; ///< empty: none
    std::filesystem::path out;
    std::string data;
    int threads = 0; ///< 0: as many as are useful
};

/// The JSON that train wrote about this model, or null.
Json read_history(const std::filesystem::path &path, const halenet_model_info &model) {
    if (path.empty())
        return nullptr;
    Json json = Json::parse(read_file(path), nullptr, false);
    if (const std::string hash = read_training_record(json, path.string()).model_hash; hash != model.hash)
        throw Error(fmt::format("{}: tells of a training of a model with hash {}, one of {} with hash {} was expected",
                                path.string(), hash, model.name, model.hash));
    return json;
}

std::string command_of(const ReportArguments &arguments) {
    std::string command = fmt::format("halenet report --model {} --weights {} --out {}", shell_word(arguments.model),
                                      shell_word(arguments.weights.string()), shell_word(arguments.out.string()));
    if (!arguments.data.empty())
        command += " --data " + shell_word(arguments.data);
    return command;
}

int report(const halenet_api &api, const ReportArguments &arguments) {
    ensure_report_folder(arguments.out);
    Network network(api, {.batch = images_at_once, .threads = arguments.threads, .training = false});
    network.set_parameters(load_weights(arguments.weights, network.model()));
    const Json history = read_history(arguments.history, network.model());
    const Digits digits = load_digits(arguments.data, network.form(), network.threads());
    print_source(digits);
    write_page(arguments.out, {network, digits, history, command_of(arguments)});
    return 0;
}

} // namespace

Command add_report_command(CLI::App &program, ShippedModels models) {
    const auto shared = std::make_shared<ReportArguments>();
    ReportArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("report", "Write a page with pictures about weights and their training");
    command->footer(
        "Examples:\n"
        "  halenet train --out digits.safetensors --json digits.json\n"
        "  halenet report --weights digits.safetensors --history digits.json --out report\n"
        "  halenet report --weights digits.safetensors --out report      without the curves\n"
        "\n"
        "The page is DIR/index.html, one file without links that can be sent around. gnuplot draws the pictures;\n"
        "where it is missing the page has the numbers alone.\n");
    command->add_option("--weights", arguments.weights, "A file that halenet train wrote (required)")
        ->type_name("FILE")
        ->required()
        ->check(not_empty("a file's path"));
    command
        ->add_option("--history", arguments.history,
                     "What halenet train --json wrote with these weights, for curves and the training's\n"
                     "command (default: none)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    add_report_option(*command, "--out", arguments.out, " (required)");
    command->get_option("--out")->required();
    add_model_option(*command, models, arguments.model);
    add_data_option(*command, arguments.data);
    add_threads_option(*command, arguments.threads);
    return {command, [=] { return report(library_of(models, shared->model), *shared); }};
}

void write_page(const std::filesystem::path &folder, const TrainingReport &report) {
    if (const std::optional<std::string> no_pictures = write_report_folder(folder, report))
        fmt::print("{}\n", *no_pictures);
    fmt::print("Page written to {}\n", (std::filesystem::absolute(folder) / "index.html").string());
}

} // namespace halenet::cli
