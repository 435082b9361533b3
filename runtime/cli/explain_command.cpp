#include "runtime/cli/explain_command.h"

#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "runtime/bundle/manifest.h"
#include "runtime/cli/checks.h"
#include "runtime/cli/explain_text.h"
#include "runtime/files/files.h"

namespace halenet::cli {
namespace {

struct ExplainArguments {
    std::filesystem::path file;
    bool json = false;
};

int explain(const ExplainArguments &arguments) {
    const std::string archive = read_file(arguments.file);
    const Manifest manifest = manifest_in(archive, arguments.file.string());
    fmt::print("{}", arguments.json ? manifest.text + "\n" : text_of(manifest, archive.size()));
    return 0;
}

} // namespace

Command add_explain_command(CLI::App &program) {
    const auto shared = std::make_shared<ExplainArguments>();
    ExplainArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("explain", "Tell what a generated library was made from");
    command->footer(
        "Shows the manifest inside the library: its model, targets, versions, weights, bytes, and the path and\n"
        "plan of each kernel.\n"
        "\n"
        "Examples:\n"
        "  halenet explain lenet5/lib/liblenet5.a\n"
        "  halenet explain lenet5/lib/liblenet5.a --json\n"
        "\n"
        "Exit status 1: the file is no library that halenet generated; 2: a mistake on the command line.\n");
    command->add_option("FILE", arguments.file, "A static library that halenet generate wrote (required)")
        ->type_name("FILE.a")
        ->required()
        ->check(not_empty("a file's path"));
    command->add_flag("--json", arguments.json, "Print the manifest itself");
    return {command, [=] { return explain(*shared); }};
}

} // namespace halenet::cli
