#include "runtime/cli/models.h"

#include <algorithm>
#include <csignal>
#include <list>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <halenet/error.h>

#include "generator/description/json.h"
#include "runtime/cli/tools.h"
#include "runtime/files/files.h"
#include "runtime/files/input_file.h"
#include "runtime/files/installation.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/files/sha256.h"
#include "runtime/files/user_cache.h"
#include "runtime/library/loaded_library.h"
#include "runtime/terminal/stop_signal.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

/// Of the libraries in the cache, which nobody links.
constexpr const char *library_name = "model";

bool is_path(const std::string &choice) {
    return choice.find_first_of("/.") != std::string::npos;
}

/// Runs a child; where that fails it has said why. A signal ends this program as it ended the child. Nothing of the
/// caller's may be left to tidy up.
template <typename Call>
void run_tool(Call &&call, const std::string &sentence) {
    int status = 0, signal = 0;
    {
        const StopSignal listening;
        status = call();
        signal = StopSignal::caught();
    }
    if (signal != 0)
        ::raise(signal);
    if (status != 0)
        throw Error(sentence);
}

/// The description of a header's model, as JSON.
std::string read_header(const fs::path &header) {
    std::string description;
    run_tool(
        [&] {
            const ScratchFolder scratch;
            const fs::path file = scratch.path() / "model.json";
            const int status = run_reader(
                {.header = header, .structure = {}, .description = file, .files_read = {}, .memory_limit = {}});
            if (status == 0)
                description = read_file(file);
            return status;
        },
        fmt::format("{}: found a mistake, reported above, expected a model", header.string()));
    return description;
}

/// Everything that decides a library's bytes: the description, the driver with its kernels, and the core's sources.
std::string key_of(const std::string &description) {
    std::set<fs::path> files{this_executable().parent_path() / "halenet-generate"};
    for (const fs::directory_entry &entry : fs::directory_iterator(find_folder(core_folder)))
        files.insert(entry.path());
    std::string ingredients = description;
    for (const fs::path &file : files)
        ingredients += read_file(file);
    return sha256(ingredients);
}

/// The shared library of a header, in the user's cache.
fs::path generated_library(const fs::path &header) {
    const fs::path cache = user_cache_folder();
    if (cache.empty())
        throw Error("found neither HOME nor XDG_CACHE_HOME in the environment, but the library of a model header needs "
                    "a cache folder");
    const fs::path folder = cache / "models";
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw Error(fmt::format("{}: the folder cannot be made ({})", folder.string(), error.message()));

    const std::string description = read_header(header);
    const fs::path library = folder / (key_of(description) + ".so");
    if (fs::exists(library))
        return library;
    run_tool(
        [&] {
            const ScratchFolder scratch(folder); // beside its goal, so that a rename is enough
            write_file_atomically(scratch.path() / "model.json", description);
            const int status = run_generate({.description = scratch.path() / "model.json",
                                             .name = library_name,
                                             .folder = scratch.path() / "bundle",
                                             .objects = objects_folder(),
                                             .shared = true,
                                             .output = "/dev/null"});
            if (status == 0)
                fs::rename(scratch.path() / fmt::format("bundle/lib/lib{}.so", library_name), library);
            return status;
        },
        fmt::format("{}: its library could not be generated, for the reason above", header.string()));
    return library;
}

} // namespace

CLI::Validator model_choice(ShippedModels models) {
    std::vector<std::string> names;
    for (const ShippedModel &model : models)
        names.emplace_back(model.name);
    return {[=](std::string &text) {
                return is_path(text) || std::ranges::find(names, text) != names.end()
                           ? std::string()
                           : fmt::format("found \"{}\", expected {} or a model header's path, as ./my_net.h", text,
                                         fmt::join(names, " or "));
            },
            ""};
}

void add_model_option(CLI::App &command, ShippedModels models, std::string &choice) {
    choice = models.front().name;
    std::string names;
    for (const ShippedModel &model : models)
        names += fmt::format("{}, ", model.name);
    command
        .add_option("--model", choice,
                    fmt::format("{}or the path of a model header, whose library is generated when it is\n"
                                "first used (default: {})",
                                names, models.front().name))
        ->type_name("NAME|FILE.h")
        ->check(model_choice(models));
}

fs::path header_of(const std::string &choice) {
    const fs::path header = is_path(choice) ? fs::path(choice) : find_folder(models_folder) / (choice + ".h");
    static_cast<void>(InputFile(header)); // whether it can be read
    return header;
}

fs::path weights_file_of(const std::string &choice) {
    return fs::path(choice).stem() += ".safetensors"; // a choice may be a header's path
}

const halenet_api &library_of(ShippedModels models, const std::string &choice) {
    const auto shipped = std::ranges::find(models, choice, &ShippedModel::name);
    if (shipped != models.end())
        return *shipped->api;
    static std::list<LoadedLibrary> loaded;
    return loaded.emplace_back(generated_library(header_of(choice)), library_name).api();
}

description::ModelDescription description_of(const std::string &choice) {
    return description::from_json(read_header(header_of(choice)));
}

} // namespace halenet::cli
