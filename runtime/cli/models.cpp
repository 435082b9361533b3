#include "runtime/cli/models.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <list>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sha2.h>

#include <halenet/error.h>

#include "runtime/cli/checks.h"
#include "runtime/cli/stop_signal.h"
#include "runtime/cli/tools.h"
#include "runtime/files/input_file.h"
#include "runtime/files/installation.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/files/user_cache.h"
#include "runtime/library/loaded_library.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

/// Of the libraries in the cache, which nobody links.
constexpr const char *library_name = "model";

bool is_path(const std::string &choice) {
    return choice.find_first_of("/.") != std::string::npos;
}

/// Everything that decides a library's bytes: the description, the driver with its kernels, and the core's sources.
std::string key_of(const fs::path &description) {
    std::vector<fs::path> ingredients{description, this_executable().parent_path() / "halenet-generate"};
    for (const fs::directory_entry &entry : fs::directory_iterator(find_folder(core_folder)))
        ingredients.push_back(entry.path());
    std::sort(ingredients.begin() + 2, ingredients.end());
    SHA2_CTX context;
    ::SHA256Init(&context);
    for (const fs::path &path : ingredients) {
        InputFile file(path);
        std::vector<std::byte> content(file.size());
        file.read(content);
        ::SHA256Update(&context, reinterpret_cast<const std::uint8_t *>(content.data()), content.size());
    }
    std::array<char, SHA256_DIGEST_STRING_LENGTH> digits{};
    return ::SHA256End(&context, digits.data());
}

/// After a child that failed or was stopped. It has said why; a signal ends this program as it ended the child.
void require_success(int tool_status, const std::string &sentence) {
    if (tool_status == 0)
        return;
    if (tool_status > 128) {
        ::signal(tool_status - 128, SIG_DFL);
        ::raise(tool_status - 128);
    }
    throw Error(sentence);
}

/// The shared library of a header, in the user's cache.
fs::path generated_library(const fs::path &header) {
    const fs::path cache = user_cache_folder();
    if (cache.empty())
        throw Error("found neither HOME nor XDG_CACHE_HOME in the environment, but the library of a model header needs "
                    "a cache folder");
    const fs::path libraries = cache / "models";
    fs::create_directories(libraries);
    fs::path library;
    int status = 0;
    std::string failure;
    {
        const StopSignal listening;
        const ScratchFolder scratch(libraries); // beside its goal, so that a rename is enough
        const fs::path description = scratch.path() / "model.json";
        failure = fmt::format("{}: found a mistake, reported above, expected a model", header.string());
        status = run_reader(
            {.header = header, .structure = {}, .description = description, .files_read = {}, .memory_limit = {}});
        if (status == 0) {
            library = libraries / (key_of(description) + ".so");
            failure = fmt::format("{}: its library could not be generated, for the reason above", header.string());
            if (!fs::exists(library))
                status = run_generate({.description = description,
                                       .name = library_name,
                                       .folder = scratch.path(),
                                       .objects = scratch.path() / "objects",
                                       .shared = true,
                                       .output = "/dev/null"});
            if (status == 0 && !fs::exists(library))
                fs::rename(scratch.path() / fmt::format("lib{}.so", library_name), library);
        }
    }
    require_success(status, failure);
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

const halenet_api &library_of(ShippedModels models, const std::string &choice) {
    const auto shipped = std::ranges::find(models, choice, &ShippedModel::name);
    if (shipped != models.end())
        return *shipped->api;
    static std::list<LoadedLibrary> loaded;
    return loaded.emplace_back(generated_library(header_of(choice)), library_name).api();
}

} // namespace halenet::cli
