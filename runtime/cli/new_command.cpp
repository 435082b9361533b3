#include "runtime/cli/new_command.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/cli/checks.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

struct NewArguments {
    fs::path folder;
    std::string name; ///< empty: the folder's
};

/// Names of targets that CMake or the project's own library have.
constexpr std::array<std::string_view, 10> taken_names{
    "all", "clean",   "edit_cache",    "help", "install",
    "net", "package", "rebuild_cache", "test", "list_install_components"};

bool is_project_name(const std::string &name) {
    const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
    const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    return !name.empty() && is_letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

/// Empty where the name fits, else what was expected.
std::string refusal_of(const std::string &name) {
    if (!is_project_name(name))
        return fmt::format("found \"{}\", expected letters, digits, _ and -, the first a letter", name);
    if (std::ranges::find(taken_names, name) != taken_names.end())
        return fmt::format("found \"{}\", which is another target's name, expected a name of its own", name);
    return "";
}

void replace_all(std::string &text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// What CMake needs to be told to find this installation; empty where it looks by itself.
std::string prefix_option() {
    const fs::path prefix = installation_of(this_executable());
    const bool standard = prefix == "/usr" || prefix == "/usr/local";
    return prefix.empty() || standard ? "" : fmt::format(" -DCMAKE_PREFIX_PATH={}", prefix.string());
}

/// The project's files by name, ready to be written.
std::map<fs::path, std::string> project_files(const std::string &name) {
    std::map<fs::path, std::string> files;
    for (const fs::directory_entry &entry : fs::directory_iterator(find_folder(project_folder))) {
        std::string text = read_file(entry.path());
        replace_all(text, "@name@", name);
        replace_all(text, "@prefix@", prefix_option());
        files.emplace(entry.path().filename(), std::move(text));
    }
    return files;
}

/// Writes all files or none.
void write_files(const fs::path &folder, const std::map<fs::path, std::string> &files) {
    std::error_code error;
    const bool is_new = fs::create_directories(folder, error);
    if (error)
        throw Error(fmt::format("{}: the folder cannot be made ({})", folder.string(), error.message()));
    std::vector<fs::path> written;
    try {
        for (const auto &[name, text] : files) {
            write_file_atomically(folder / name, text);
            written.push_back(folder / name);
        }
    } catch (const Error &) {
        std::error_code ignored;
        for (const fs::path &path : written)
            fs::remove(path, ignored);
        if (is_new)
            fs::remove(folder, ignored);
        throw;
    }
}

int make_project(const NewArguments &arguments) {
    const fs::path &folder = arguments.folder;
    std::string name = arguments.name;
    if (name.empty()) {
        name = (fs::weakly_canonical(folder) / "").parent_path().filename().string();
        if (const std::string refusal = refusal_of(name); !refusal.empty())
            throw Error(fmt::format("{}: the project cannot have the folder's name ({}); give one with --name",
                                    folder.string(), refusal));
    }
    if (fs::exists(folder) && !fs::is_directory(folder))
        throw Error(fmt::format("{}: is a file, a new or empty folder was expected", folder.string()));
    if (fs::exists(folder) && !fs::is_empty(folder))
        throw Error(fmt::format("{}: is a folder with files in it, a new or empty one was expected", folder.string()));
    write_files(folder, project_files(name));

    const std::string build = (folder / "build").string();
    fmt::print("{}: a network of your own; edit model.h. Build it and train it:\n\n"
               "  cmake -S {} -B {}{}\n"
               "  cmake --build {}\n"
               "  {}\n",
               folder.string(), folder.string(), build, prefix_option(), build, (folder / "build" / name).string());
    if (installation_of(this_executable()).empty())
        fmt::print("\nCMake finds halenet once it is installed: cmake --install {} --prefix FOLDER, then\n"
                   "-DCMAKE_PREFIX_PATH=FOLDER above.\n",
                   this_executable().parent_path().string());
    return 0;
}

} // namespace

Command add_new_command(CLI::App &program) {
    const auto shared = std::make_shared<NewArguments>();
    NewArguments &arguments = *shared;
    CLI::App *command = program.add_subcommand("new", "Begin a project with a network of your own");
    command->footer("DIR gets a model (model.h), a program that trains it (main.cpp), CMakeLists.txt, README.md and\n"
                    ".gitignore. They build and train at once; the model is yours to change.\n"
                    "\n"
                    "Examples:\n"
                    "  halenet new digits\n"
                    "  halenet new work/letters --name letter_reader\n"
                    "\n"
                    "Exit status 1: DIR has files in it or cannot be written; 2: a mistake on the command line.\n");
    command->add_option("DIR", arguments.folder, "The project's folder: a new or an empty one (required)")
        ->required()
        ->check(not_empty("a folder's path"));
    command->add_option("--name", arguments.name, "The project's and its program's name (default: the folder's)")
        ->type_name("NAME")
        ->check(CLI::Validator([](std::string &text) { return refusal_of(text); }, ""));
    return {command, [=] { return make_project(*shared); }};
}

} // namespace halenet::cli
