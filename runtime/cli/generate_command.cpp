#include "runtime/cli/generate_command.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>
#include <halenet/weights.h>

#include "generator/description/json.h"
#include "generator/description/library_name.h"
#include "runtime/cli/checks.h"
#include "runtime/cli/model_info.h"
#include "runtime/cli/tools.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/terminal/stop_signal.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

struct GenerateArguments {
    std::string model;
    std::string structure;
    fs::path out;     ///< empty: the library's name
    std::string name; ///< empty: the header's
    std::string targets = "host";
    std::string weights = "none"; ///< none, file or embed, the latter two perhaps with =FILE
    std::string purpose = "train";
    fs::path plans; ///< empty: halenet's own
    bool strict = false;
    bool symbols = false;
    bool timing = false;
    std::vector<std::string> emit;
};

/// The text of --weights in its two parts.
struct WeightsChoice {
    std::string as;
    fs::path file; ///< empty: where a training writes them
};

WeightsChoice weights_choice(const std::string &text) {
    const std::size_t sign = text.find('=');
    return {text.substr(0, sign), sign == std::string::npos ? "" : text.substr(sign + 1)};
}

CLI::Validator weights_text() {
    return {[](std::string &text) {
                const WeightsChoice choice = weights_choice(text);
                const bool good = text == "none" || choice.as == "file" || choice.as == "embed";
                return good && !text.ends_with('=')
                           ? std::string()
                           : fmt::format("found \"{}\", expected none, file, file=FILE, embed or embed=FILE", text);
            },
            ""};
}

CLI::Validator library_name() {
    return {[](std::string &text) { return description::refusal_of_library_name(text); }, ""};
}

std::string name_of(const GenerateArguments &arguments, const fs::path &header) {
    if (!arguments.name.empty())
        return arguments.name;
    std::string name = header.stem().string();
    if (const std::string refusal = description::refusal_of_library_name(name); !refusal.empty())
        throw Error(fmt::format("{}: the library cannot have the header's name ({}); give one with --name",
                                header.string(), refusal));
    return name;
}

/// The file that --weights means, found to be of this model; nothing for none.
std::optional<fs::path> checked_weights(const GenerateArguments &arguments, const fs::path &description) {
    const WeightsChoice choice = weights_choice(arguments.weights);
    if (choice.as == "none")
        return std::nullopt;
    fs::path file = choice.file.empty() ? weights_file_of(arguments.model) : choice.file;
    if (choice.file.empty() && !fs::exists(file))
        throw Error(fmt::format("--weights: there is no {0} here, expected what `halenet train --model {1}` writes, or "
                                "another file as {2}=FILE",
                                file.string(), arguments.model, choice.as));
    const ModelInfo model(description::from_json(read_file(description)));
    static_cast<void>(load_weights(file, model.get()));
    return file;
}

int generate(const GenerateArguments &arguments) {
    const fs::path header = header_of(arguments.model);
    const std::string name = name_of(arguments, header);
    const fs::path out = arguments.out.empty() ? fs::path(name) : arguments.out;
    if (fs::exists(out) && !fs::is_directory(out))
        throw Error(fmt::format("--out: {} is a file, a folder or a new name was expected", out.string()));

    const StopSignal listening;
    const ScratchFolder scratch;
    const fs::path description = scratch.path() / "model.json";
    const int status = run_reader({.header = header,
                                   .structure = arguments.structure,
                                   .description = description,
                                   .files_read = {},
                                   .memory_limit = {}});
    if (status != 0)
        return status_after(status);
    const std::optional<fs::path> weights = checked_weights(arguments, description);
    return status_after(run_generate({.description = description,
                                      .name = name,
                                      .targets = arguments.targets,
                                      .folder = out,
                                      .objects = objects_folder(),
                                      .plans = arguments.plans,
                                      .purpose = arguments.purpose,
                                      .strict = arguments.strict,
                                      .weights = weights.value_or(fs::path()),
                                      .embed = weights_choice(arguments.weights).as == "embed",
                                      .emit = arguments.emit,
                                      .symbols = arguments.symbols,
                                      .timing = arguments.timing}));
}

void add_options(CLI::App &command, ShippedModels models, GenerateArguments &arguments) {
    add_model_option(command, models, arguments.model);
    command.add_option("--struct", arguments.structure, "The model's struct, where the header has several")
        ->type_name("NAME")
        ->check(not_empty("a struct's name"));
    command
        .add_option("--target", arguments.targets,
                    "What halenet targets lists, or a target as Halide writes it. Several make one\n"
                    "library that takes the best which a processor has (default: host)")
        ->type_name("TARGET[,TARGET...]")
        ->check(not_empty("host or another target"));
    command
        .add_option("--out", arguments.out,
                    "The bundle's folder, a new one or an earlier bundle's (default: the library's name)")
        ->type_name("DIR")
        ->check(not_empty("a folder's path"));
    command
        .add_option("--name", arguments.name,
                    "The library's name, which all its symbols begin with (default: the header's)")
        ->type_name("NAME")
        ->check(library_name());
    command
        .add_option("--weights", arguments.weights,
                    "Trained weights to bring along: file, beside the library, or embed, inside it;\n"
                    "without =FILE those that halenet train writes here (default: none)")
        ->type_name("none|file[=FILE]|embed[=FILE]")
        ->check(weights_text());
    command
        .add_option("--for", arguments.purpose,
                    "train, and classify; or only classify, with less code (default: train)")
        ->type_name("PURPOSE")
        ->check(one_of({"train", "classify"}));
    command
        .add_option("--plans", arguments.plans,
                    "Folder of tuned plans that halenet tune --plans wrote (default: halenet's own)")
        ->type_name("DIR")
        ->check(CLI::ExistingDirectory);
    command.add_flag("--strict", arguments.strict, "The same bits on every processor, at some cost of speed");
    command
        .add_option("--emit", arguments.emit,
                    "Write each kernel as text too: assembly, stmt (Halide's own form), or both")
        ->type_name("FORM[,FORM]")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(one_of({"assembly", "stmt"}));
    command.add_flag("--symbols", arguments.symbols, "Keep names of kernels and lines of code, for perf and debuggers");
    command.add_flag("--timing", arguments.timing,
                     "A core that can count what each kernel takes (<name>_time_kernels)");
}

} // namespace

Command add_generate_command(CLI::App &program, ShippedModels models) {
    const auto arguments = std::make_shared<GenerateArguments>();
    CLI::App *command = program.add_subcommand("generate", "Generate a model's library, to link into a program");
    command->footer(
        "DIR becomes a bundle: lib/lib<name>.a, include/<name>.h (C99) and <name>.hpp (C++20), what CMake and\n"
        "pkg-config need to find them, manifest.json, which tells kernels, plans and bytes of memory, and a\n"
        "README.md with the lines that link it. It needs nothing else and can be moved.\n"
        "\n"
        "Examples:\n"
        "  halenet generate --model my_net.h\n"
        "  cc main.c -Imy_net/include my_net/lib/libmy_net.a      (main.c has #include <my_net.h>)\n"
        "  halenet generate --target x86-64-v2,x86-64-v3,x86-64-v4 --weights embed\n"
        "  halenet generate --target arm-64 --for classify --weights file=lenet5.safetensors --out phone\n"
        "\n"
        "Exit status 1: the model has a mistake, shown at its line, the weights are another model's, a target is not\n"
        "known, DIR has other things in it; nothing is written then. 2: a mistake on the command line.\n");
    add_options(*command, models, *arguments);
    return {command, [=] { return generate(*arguments); }};
}

} // namespace halenet::cli
