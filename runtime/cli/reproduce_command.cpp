#include "runtime/cli/reproduce_command.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <halenet/error.h>

#include "runtime/bundle/archive.h"
#include "runtime/bundle/manifest.h"
#include "runtime/cli/checks.h"
#include "runtime/cli/tools.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/files/sha256.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/stop_signal.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

struct ReproduceArguments {
    fs::path file;
    fs::path weights; ///< empty: those beside the library, where it has any
};

/// A sentence about the first version that is another one here; empty where none is.
std::string version_that_differs(const Manifest &theirs, const Manifest &ours) {
    const auto value_of = [](const Manifest &manifest, const std::string &part) {
        const auto found = std::ranges::find(manifest.versions, part, &std::pair<std::string, std::string>::first);
        return found == manifest.versions.end() ? std::string("none") : found->second;
    };
    std::vector<std::string> differences;
    for (const auto &[part, version] : theirs.versions)
        if (const std::string here = value_of(ours, part); here != version)
            differences.push_back(fmt::format("{} {}, here is {}", part, version, here));
    return fmt::format("{}", fmt::join(differences, "; "));
}

/// The targets as they were asked for. A library tells instruction sets, whose names are those of named targets only
/// where one was named.
std::string targets_of(const Manifest &manifest) {
    std::set<std::string> names;
    for (const nlohmann::json &target : nlohmann::json::parse(targets_with_names()))
        names.insert(target.at("name").get<std::string>());
    std::vector<std::string> targets;
    for (const Manifest::Target &target : manifest.targets)
        targets.push_back(names.contains(target.name) ? target.name : target.halide);
    return fmt::format("{}", fmt::join(targets, ","));
}

/// The weights that the library was generated with; empty for none.
fs::path weights_of(const ReproduceArguments &arguments, const Manifest &manifest) {
    if (!manifest.weights)
        return {};
    fs::path file = arguments.weights;
    if (file.empty() && !manifest.weights->embedded) // the place that a bundle has for it
        file = fs::absolute(arguments.file).parent_path().parent_path() / "share" / manifest.library /
               (manifest.library + ".safetensors");
    if (file.empty())
        throw Error(fmt::format("{}: was generated with weights inside it, expected their file after --weights",
                                arguments.file.string()));
    if (const std::string digest = sha256(read_file(file)); digest != manifest.weights->sha256)
        throw Error(fmt::format("{}: has the SHA-256 {}, {} was generated with weights of the SHA-256 {}",
                                file.string(), digest, arguments.file.string(), manifest.weights->sha256));
    return file;
}

int reproduce(const ReproduceArguments &arguments) {
    const std::string file = arguments.file.string(), theirs = read_file(arguments.file);
    const Manifest manifest = manifest_in(theirs, file);
    const fs::path weights = weights_of(arguments, manifest);

    const StopSignal listening;
    const ScratchFolder scratch;
    const fs::path description = scratch.path() / "model.json", plan = scratch.path() / "manifest.json",
                   bundle = scratch.path() / "bundle", their_manifest = scratch.path() / "theirs.json";
    const fs::path objects = scratch.path() / "objects"; // none of an earlier generation
    write_file_atomically(description, manifest.description);
    write_file_atomically(their_manifest, manifest.text);
    const std::string targets = targets_of(manifest);
    int status = run_plan({.description = description, .targets = targets, .objects = objects, .manifest = plan});
    if (status != 0)
        return status_after(status);
    if (const std::string differences = version_that_differs(manifest, parse_manifest(read_file(plan), plan.string()));
        !differences.empty())
        throw Error(
            fmt::format("{}: was generated with {}; only the same versions give the same bytes", file, differences));

    status = run_generate({.description = description,
                           .name = manifest.library,
                           .targets = targets,
                           .folder = bundle,
                           .objects = objects,
                           .plans_of = their_manifest,
                           .purpose = manifest.purpose,
                           .strict = manifest.strict,
                           .weights = weights,
                           .embed = manifest.weights && manifest.weights->embedded,
                           .symbols = manifest.symbols,
                           .timing = manifest.timing,
                           .output = "/dev/null"});
    if (status != 0)
        return status_after(status);
    const std::string ours = read_file(bundle / "lib" / fmt::format("lib{}.a", manifest.library));
    const std::string difference = first_difference(theirs, file, ours, "the new library");
    if (!difference.empty())
        throw Error(fmt::format("{}: was not reproduced: {}", file, difference));
    fmt::print("{}: the same {} bytes were generated again\n", file, grouped(static_cast<std::int64_t>(theirs.size())));
    return 0;
}

} // namespace

Command add_reproduce_command(CLI::App &program) {
    const auto shared = std::make_shared<ReproduceArguments>();
    ReproduceArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("reproduce", "Generate a library again and compare its bytes");
    command->footer(
        "Takes model, targets, plans and options from the manifest inside the library, after comparing the\n"
        "versions of what generated it with those here.\n"
        "\n"
        "Examples:\n"
        "  halenet reproduce lenet5/lib/liblenet5.a\n"
        "  halenet reproduce lenet5/lib/liblenet5.a --weights lenet5.safetensors\n"
        "\n"
        "Exit status 1: versions or bytes differ, the first difference is told, or the file is no library that\n"
        "halenet generated; 2: a mistake on the command line.\n");
    command->add_option("FILE", arguments.file, "A static library that halenet generate wrote (required)")
        ->type_name("FILE.a")
        ->required()
        ->check(not_empty("a file's path"));
    command
        ->add_option("--weights", arguments.weights,
                     "The weights file that it was generated with, where they are inside it (default: the bundle's)")
        ->type_name("FILE")
        ->check(not_empty("a file's path"));
    return {command, [=] { return reproduce(*shared); }};
}

} // namespace halenet::cli
