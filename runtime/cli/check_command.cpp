#include "runtime/cli/check_command.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include <halenet/error.h>

#include "generator/description/json.h"
#include "runtime/cli/check_table.h"
#include "runtime/cli/checks.h"
#include "runtime/cli/tools.h"
#include "runtime/cli/watched_files.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/terminal/stop_signal.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct CheckArguments {
    std::string model;
    std::string structure;
    bool watch = false;
    bool json = false;
    std::optional<int> memory_limit; ///< MiB
    int batch = 64;
};

/// One check. `files_read` becomes the header and all that it includes, or stays as it was where the reader failed.
int check(const CheckArguments &arguments, std::vector<fs::path> &files_read) {
    const fs::path header = header_of(arguments.model);
    const ScratchFolder scratch;
    const fs::path description = scratch.path() / "model.json", rule = scratch.path() / "rule",
                   manifest = scratch.path() / "manifest.json";
    int status = run_reader({.header = header,
                             .structure = arguments.structure,
                             .description = description,
                             .files_read = rule,
                             .memory_limit = arguments.memory_limit});
    if (const std::vector<fs::path> files = files_of_rule(fs::exists(rule) ? read_file(rule) : ""); !files.empty())
        files_read = files;
    if (status != 0)
        return status_after(status);
    status = run_plan({.description = description, .manifest = manifest});
    if (status != 0)
        return status_after(status);
    const nlohmann::ordered_json summary =
        summary_of(description::from_json(read_file(description)), nlohmann::ordered_json::parse(read_file(manifest)),
                   arguments.batch);
    fmt::print("{}", arguments.json ? summary.dump(2) + "\n" : table_of(summary));
    return 0;
}

void clear_terminal() {
    if (::isatty(STDOUT_FILENO) == 1)
        fmt::print("\x1b[H\x1b[2J\x1b[3J"); // to the first place, erase the screen and what was scrolled away
    std::fflush(stdout);
}

/// Checks again and again, whenever one of the files changes. Ends by a signal.
int watch(const CheckArguments &arguments) {
    const StopSignal listening;
    const fs::path header = header_of(arguments.model);
    std::vector<fs::path> files_read;
    WatchedFiles watched;
    while (true) {
        clear_terminal();
        int status = 1;
        try {
            status = check(arguments, files_read);
        } catch (const Error &error) { // an editor may have taken the header away for a moment
            fmt::print(stderr, "halenet: error: {}\n", error.what());
        }
        std::vector<fs::path> files = files_read;
        files.push_back(header);
        if (status != 0) // an include that is missing may appear beside the header
            files.push_back(fs::absolute(header).parent_path());
        watched.set(files);
        fmt::print("\nWatching {}; Ctrl-C ends it\n", arguments.model);
        while (StopSignal::caught() == 0 && !watched.changed())
            std::this_thread::sleep_for(200ms);
        if (const int signal = StopSignal::caught(); signal != 0)
            return 128 + signal;
    }
}

int run(const CheckArguments &arguments) {
    if (arguments.watch)
        return watch(arguments);
    const StopSignal listening;
    std::vector<fs::path> files_read;
    return check(arguments, files_read);
}

} // namespace

Command add_check_command(CLI::App &program, ShippedModels models) {
    const auto shared = std::make_shared<CheckArguments>();
    CheckArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("check", "Check a model header and show its layers and memory");
    command->footer(
        "Shows mistakes at their line, or what each layer gives and takes; builds nothing. multiply-adds are\n"
        "those of one image, kernels the path that the planner chose.\n"
        "\n"
        "Examples:\n"
        "  halenet check my_net.h\n"
        "  halenet check my_net.h --watch\n"
        "  halenet check lenet5 --batch 128 --json\n"
        "\n"
        "Exit status 1: the model has a mistake or cannot be read; 2: a mistake on the command line; 130: Ctrl-C\n"
        "ended --watch.\n");
    command->add_option("MODEL", arguments.model, "A model header, or a shipped model's name (required)")
        ->type_name("NAME|FILE.h")
        ->required()
        ->check(model_choice(models));
    command->add_option("--struct", arguments.structure, "The model's struct, where the header has several")
        ->type_name("NAME")
        ->check(not_empty("a struct's name"));
    command->add_flag("--watch", arguments.watch, "Check again whenever the header, or one that it includes, changes");
    command->add_flag("--json", arguments.json, "Print JSON instead of the table");
    command->add_option("--batch", arguments.batch, "Images that the workspace is for, 1 to 65536 (default: 64)")
        ->type_name("IMAGES")
        ->transform(whole_number(1, 65'536, "images"));
    command
        ->add_option("--memory-limit", arguments.memory_limit,
                     "A model that needs more memory to train is a mistake (default: no limit)")
        ->type_name("MIB")
        ->transform(whole_number(1, 1'000'000'000, "MiB"));
    return {command, [=] { return run(*shared); }};
}

} // namespace halenet::cli
