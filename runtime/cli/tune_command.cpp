#include "runtime/cli/tune_command.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/tools.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/report/tuning_report.h"
#include "runtime/terminal/stop_signal.h"
#include "runtime/terminal/text.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

struct TuneArguments {
    std::string model;
    std::string structure;
    fs::path json;   ///< empty: none
    fs::path report; ///< empty: none
    TuneCall call;   ///< the rest, for the tuner itself
};

/// A command line that asks the same questions again, whatever the defaults are then.
std::string command_of(const TuneArguments &arguments) {
    const TuneCall &call = arguments.call;
    std::string command = "halenet tune --model " + shell_word(arguments.model);
    const auto add = [&](const char *option, const std::string &value) {
        if (!value.empty())
            command += fmt::format(" {} {}", option, shell_word(value));
    };
    add("--struct", arguments.structure);
    add("--target", call.target);
    add("--for", call.purpose);
    for (const std::string &kernel : call.kernels)
        add("--kernel", kernel);
    add("--budget", call.budget);
    add("--seed", fmt::format("{}", call.seed));
    add("--from", call.start);
    add("--plans", call.plans.string());
    return command;
}

void write_results(const TuneArguments &arguments, const std::string &json) {
    if (!arguments.json.empty()) {
        write_file_atomically(arguments.json, json);
        fmt::print("Report written to {}\n", fs::absolute(arguments.json).string());
    }
    if (!arguments.report.empty()) {
        if (const std::optional<std::string> no_pictures =
                write_tuning_report(arguments.report, Json::parse(json), arguments.call.command))
            fmt::print("{}\n", *no_pictures);
        fmt::print("Page written to {}\n", (fs::absolute(arguments.report) / "index.html").string());
    }
}

int tune(TuneArguments arguments) {
    // Before minutes of work, not after.
    if (!arguments.json.empty())
        ensure_writable(arguments.json);
    if (!arguments.report.empty())
        ensure_report_folder(arguments.report);

    const StopSignal listening;
    const ScratchFolder scratch;
    TuneCall &call = arguments.call;
    if (!call.show) {
        call.description = scratch.path() / "model.json";
        const int status = run_reader({.header = header_of(arguments.model),
                                       .structure = arguments.structure,
                                       .description = call.description,
                                       .files_read = {},
                                       .memory_limit = {}});
        if (status != 0)
            return status_after(status);
    }
    call.json = scratch.path() / "result.json";
    call.contenders |= !arguments.report.empty();
    call.command = command_of(arguments);
    const int status = run_tune(call);
    if (fs::exists(call.json)) // also where Ctrl-C stopped the search
        write_results(arguments, read_file(call.json));
    return status;
}

void add_options(CLI::App &command, ShippedModels models, TuneArguments &arguments) {
    TuneCall &call = arguments.call;
    add_model_option(command, models, arguments.model);
    command.add_option("--struct", arguments.structure, "The model's struct, where the header has several")
        ->type_name("NAME")
        ->check(not_empty("a struct's name"));
    command
        .add_option("--target", call.target,
                    "The processors to tune for, one that this machine is: see halenet targets\n"
                    "(default: host)")
        ->type_name("TARGET")
        ->check(not_empty("host or another target"));
    command
        .add_option("--kernel", call.kernels,
                    "Tune this kernel alone, as the manifest of a bundle names it; may be given several\n"
                    "times (default: all)")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->check(not_empty("a kernel's name"));
    command
        .add_option("--for", call.purpose,
                    "What is to be fast: to train and to classify, or only to classify (default: train)")
        ->type_name("PURPOSE")
        ->check(one_of({"train", "classify"}));
    command
        .add_option("--budget", call.budget,
                    "Time to spend, earlier runs on the same record included: 90s, 10m, 1h30m\n"
                    "(default: 10m)")
        ->type_name("TIME")
        ->check(length_of_time());
    command.add_option("--jobs", call.jobs, "Candidates to compile at once, 1 to 1024 (default: as many as CPUs)")
        ->type_name("N")
        ->transform(whole_number(1, 1024, "jobs"));
    command.add_option("--seed", call.seed, "Of the search's choices, 0 to 18446744073709551615 (default: 0)")
        ->type_name("N")
        ->transform(whole_number(0, UINT64_MAX));
    command
        .add_option("--from", call.start,
                    "The plans to begin with: shipped, what halenet would use, or portable, the first\n"
                    "value of each knob (default: shipped)")
        ->type_name("PLANS")
        ->check(one_of({"shipped", "portable"}));
    command
        .add_option("--plans", call.plans,
                    "The folder of tuned plans to add to (default: halenet's own, which generate reads)")
        ->type_name("DIR")
        ->check(not_empty("a folder's path"));
    command
        .add_option("--record", call.record,
                    "The file that keeps each measurement (default: one for each model and target in the\n"
                    "user's cache)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    command.add_flag("--fresh", call.fresh, "Measure anew what the record already knows");
    command.add_flag("--contenders", call.contenders,
                     "Measure Halide's own autoschedulers beside, after the budget; --report does so too");
    command.add_option("--json", arguments.json, "Where all measurements go, as JSON (default: none is written)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    command
        .add_option("--report", arguments.report,
                    "Folder for a page with each kernel's gain, the course of the search and the whole before\n"
                    "and after; an earlier report in it is replaced (default: none is written)")
        ->type_name("DIR")
        ->check(not_empty("a folder's path"));
}

void add_other_modes(CLI::App &command, TuneCall &call) {
    command.add_flag("--show", call.show, "Print the target's tuned plans with their evidence, in place of tuning");
    command
        .add_option("--compare", call.compare,
                    "Print what differs between two sets of tuned plans, each a target's or a file, and\n"
                    "measure the one against the other, in place of tuning")
        ->type_name("A B")
        ->expected(1, 2)
        ->check(not_empty("a target or a file of tuned plans"));
    command
        .add_option("--take-over", call.take_over,
                    "Copy the plans of another target without measuring, in place of tuning: for\n"
                    "processors other than this machine's")
        ->type_name("TARGET")
        ->check(not_empty("a target"));
}

/// What is done in place of tuning is one thing, and leaves no report.
void check_together(const CLI::App &command, const TuneCall &call) {
    for (const char *mode : {"--show", "--compare", "--take-over"})
        for (const char *other :
             {"--show", "--compare", "--take-over", "--kernel", "--fresh", "--contenders", "--json", "--report"})
            if (std::string_view(mode) != other && command.count(mode) > 0 && command.count(other) > 0)
                throw CLI::ValidationError(other, fmt::format("found with {}, expected without it", mode));
    if (call.compare.size() == 1)
        throw CLI::ValidationError("--compare", "found one target or file, expected two");
}

} // namespace

Command add_tune_command(CLI::App &program, ShippedModels models) {
    const auto arguments = std::make_shared<TuneArguments>();
    CLI::App *command = program.add_subcommand("tune", "Search faster plans for a model's kernels on this machine");
    command->footer(
        "Each kernel runs by a plan: vector width, tile, unrolling, loop order. The search builds libraries with "
        "other\n"
        "plans and measures them against the best so far, in turns; all give the same bits. A plan is replaced only\n"
        "where the 95 % interval of its gain lies above zero.\n"
        "\n"
        "Examples:\n"
        "  halenet tune                          ten minutes, for this processor\n"
        "  halenet tune --budget 1h --report tuning\n"
        "  halenet tune --model my_net.h --for classify\n"
        "  halenet tune --target x86-64-v3 --kernel c3_forward\n"
        "  halenet tune --show\n"
        "  halenet tune --compare x86-64-v2 x86-64-v3\n"
        "\n"
        "What becomes of it: each measurement goes to the record at once. Ctrl-C ends the search and keeps what was\n"
        "measured, a second one ends it on the spot; after either, a kill or a loss of power the same command goes on\n"
        "where it was. At the end the new plans and their evidence go to TARGET.json in the folder of tuned plans, "
        "from\n"
        "where halenet generate and the build take them. Nothing else should run meanwhile.\n"
        "\n"
        "Exit status 1: a kernel or target is not known, this machine cannot run the target, another tuner has the\n"
        "record, a file cannot be written. 2: a mistake on the command line. 128 + the signal that stopped it.\n");
    add_options(*command, models, *arguments);
    add_other_modes(*command, arguments->call);
    return {command, [=] {
                check_together(*command, arguments->call);
                return tune(*arguments);
            }};
}

} // namespace halenet::cli
