#include "runtime/cli/program.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <new>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <halenet/error.h>

#include "runtime/cli/bench_command.h"
#include "runtime/cli/check_command.h"
#include "runtime/cli/classify_command.h"
#include "runtime/cli/doctor_command.h"
#include "runtime/cli/eval_command.h"
#include "runtime/cli/explain_command.h"
#include "runtime/cli/generate_command.h"
#include "runtime/cli/new_command.h"
#include "runtime/cli/report_command.h"
#include "runtime/cli/reproduce_command.h"
#include "runtime/cli/targets_command.h"
#include "runtime/cli/train_command.h"
#include "runtime/cli/tune_command.h"
#include "runtime/cli/verify_command.h"

namespace halenet::cli {
namespace {

constexpr int mistake_in_input = 1;
constexpr int mistake_in_usage = 2;

int fail(int status, const std::string &sentence) {
    std::fflush(stdout);
    fmt::print(stderr, "halenet: error: {}\n", sentence);
    return status;
}

// CLI11's own sentences, put as the program's others are: what was found, what was expected.
std::string sentence_of(const CLI::ParseError &error, const CLI::App &app) {
    std::string sentence = error.what();
    if (dynamic_cast<const CLI::ArgumentMismatch *>(&error) != nullptr)
        return sentence.substr(0, sentence.find(':')) + ": found none or several values, expected one";
    if (dynamic_cast<const CLI::ExtrasError *>(&error) != nullptr)
        return fmt::format("found \"{}\", expected a command or an option that --help lists",
                           app.remaining(true).front());
    return sentence;
}

} // namespace

int run_program(ShippedModels models, int argc, const char *const *argv) {
    // Where the output is a file or a pipe, whoever reads it sees an epoch's line when the epoch ends.
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    CLI::App app("halenet turns a small convolutional network into compiled code, trains it and classifies with it.",
                 "halenet");
    app.set_version_flag("--version", "halenet " HALENET_VERSION, "Print the version and exit");
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.require_subcommand(0, 1);
    app.get_formatter()->column_width(32);
    app.footer("halenet COMMAND --help tells a command's options.\n"
               "\n"
               "Examples:\n"
               "  halenet train\n"
               "  halenet eval --weights lenet5.safetensors\n"
               "  halenet classify --weights lenet5.safetensors seven.jpg\n"
               "  halenet new digits\n"
               "  halenet generate --target x86-64-v2,x86-64-v3 --weights file\n"
               "  halenet tune --budget 10m\n"
               "  halenet doctor\n");
    const std::array commands{
        add_train_command(app, models),
        add_eval_command(app, models),
        add_classify_command(app, models),
        add_report_command(app, models),
        add_new_command(app),
        add_check_command(app, models),
        add_generate_command(app, models),
        add_targets_command(app),
        add_explain_command(app),
        add_reproduce_command(app),
        add_verify_command(app, models),
        add_bench_command(app, models),
        add_tune_command(app, models),
        add_doctor_command(app),
    };

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success &success) {
        return app.exit(success); // --help, --version
    } catch (const CLI::ParseError &error) {
        return fail(mistake_in_usage, sentence_of(error, app));
    }
    const auto chosen = std::ranges::find_if(commands, [](const Command &command) { return command.app->parsed(); });
    if (chosen == commands.end())
        return fail(mistake_in_usage, "found no command, expected one that halenet --help lists");
    try {
        return chosen->run();
    } catch (const CLI::ParseError &error) { // what only the options together can get wrong
        return fail(mistake_in_usage, sentence_of(error, app));
    } catch (const std::bad_alloc &) {
        return fail(mistake_in_input, "the memory does not suffice; a smaller --batch needs less");
    } catch (const std::exception &error) {
        return fail(mistake_in_input, error.what());
    }
}

} // namespace halenet::cli
