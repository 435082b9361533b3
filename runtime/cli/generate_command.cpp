#include "runtime/cli/generate_command.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/stop_signal.h"
#include "runtime/cli/tools.h"
#include "runtime/files/scratch_folder.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

struct GenerateArguments {
    std::string model;
    std::string structure;
    fs::path out;
    std::string name; ///< empty: the header's
    std::string target = "host";
};

bool is_library_name(const std::string &name) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && is_letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

CLI::Validator library_name() {
    return {[](std::string &text) {
                return is_library_name(text)
                           ? std::string()
                           : fmt::format("found \"{}\", expected lower-case letters, digits and _, the first a letter",
                                         text);
            },
            ""};
}

std::string name_of(const GenerateArguments &arguments, const fs::path &header) {
    if (!arguments.name.empty())
        return arguments.name;
    if (!is_library_name(header.stem().string()))
        throw Error(
            fmt::format("{}: its name cannot be the library's, which has lower-case letters, digits and _; give "
                        "one with --name",
                        header.string()));
    return header.stem().string();
}

int generate(const GenerateArguments &arguments) {
    const fs::path header = header_of(arguments.model);
    const std::string name = name_of(arguments, header);
    if (fs::exists(arguments.out) && !fs::is_directory(arguments.out))
        throw Error(fmt::format("--out: {} is a file, a folder or a new name was expected", arguments.out.string()));

    const StopSignal listening;
    const ScratchFolder scratch;
    const fs::path description = scratch.path() / "model.json";
    int status = run_reader({.header = header,
                             .structure = arguments.structure,
                             .description = description,
                             .files_read = {},
                             .memory_limit = {}});
    if (status == 0)
        status = run_generate({.description = description,
                               .name = name,
                               .target = arguments.target,
                               .folder = arguments.out,
                               .objects = scratch.path() / "objects"});
    return status_after(status);
}

} // namespace

Command add_generate_command(CLI::App &program, ShippedModels models) {
    const auto shared = std::make_shared<GenerateArguments>();
    GenerateArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("generate", "Generate a model's library, to link into a program");
    command->footer(
        "DIR gets lib<name>.a, <name>.h with halenet/core.h, which is all that a compiler needs, and\n"
        "<name>.manifest.json, which tells kernels, plans and bytes of memory.\n"
        "\n"
        "Examples:\n"
        "  halenet generate --model my_net.h --out my_net\n"
        "  cc -Imy_net main.c my_net/libmy_net.a      (main.c has #include <my_net.h>)\n"
        "  halenet generate --model lenet5 --out lenet5 --target x86-64-linux-avx-avx2-fma-f16c-sse41\n"
        "\n"
        "Exit status 1: the model has a mistake, shown at its line, or a file cannot be written; nothing is written\n"
        "then. 2: a mistake on the command line.\n");
    add_model_option(*command, models, arguments.model);
    command->add_option("--struct", arguments.structure, "The model's struct, where the header has several")
        ->type_name("NAME")
        ->check(not_empty("a struct's name"));
    command->add_option("--out", arguments.out, "Where the files go; made where it is missing (required)")
        ->type_name("DIR")
        ->required()
        ->check(not_empty("a folder's path"));
    command
        ->add_option("--name", arguments.name,
                     "The library's name, which all its symbols begin with (default: the header's)")
        ->type_name("NAME")
        ->check(library_name());
    command->add_option("--target", arguments.target, "host, or another processor as Halide writes it (default: host)")
        ->type_name("TARGET")
        ->check(not_empty("host or a Halide target"));
    return {command, [=] { return generate(*shared); }};
}

} // namespace halenet::cli
