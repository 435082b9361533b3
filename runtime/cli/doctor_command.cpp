#include "runtime/cli/doctor_command.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <halenet/error.h>
#include <halenet/threads.h>

#include "runtime/cli/doctor_checks.h"
#include "runtime/cli/tools.h"
#include "runtime/files/installation.h"
#include "runtime/files/user_cache.h"
#include "runtime/report/machine.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/text_table.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;
using Rows = std::vector<std::vector<std::string>>;

/// What the kernel tells of the processor's instructions and matters to kernels of a network.
std::string cpu_features() {
    constexpr auto telling = std::to_array<std::string_view>(
        {"sse4_1",   "sse4_2",   "avx",      "f16c",        "fma",         "avx2",
         "bmi1",     "bmi2",     "abm",      "movbe",       "avx512f",     "avx512bw",
         "avx512cd", "avx512dq", "avx512vl", "avx512_vnni", "avx512_bf16", "avx_vnni", // x86
         "asimd",    "asimdhp",  "asimddp",  "sve",         "sve2"});                  // Arm
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("isa") && colon != std::string::npos) // RISC-V: one word for all
            return line.substr(colon + 2);
        if ((!line.starts_with("flags") && !line.starts_with("Features")) || colon == std::string::npos)
            continue;
        std::istringstream words(line.substr(colon + 2));
        std::vector<std::string> found;
        for (std::string word; words >> word;)
            if (std::ranges::find(telling, word) != telling.end())
                found.push_back(word);
        return fmt::format("{}", fmt::join(found, " "));
    }
    return "unknown";
}

std::string targets_that_fit() {
    try {
        std::vector<std::string> names;
        for (const nlohmann::json &target : nlohmann::json::parse(targets_with_names()))
            if (target.at("fits_this_cpu") == true)
                names.push_back(target.at("name"));
        return fmt::format("{}", fmt::join(names, ", "));
    } catch (const Error &error) {
        return fmt::format("unknown: {}", error.what());
    }
}

std::string cpus() {
    return fmt::format("{}, of which {} may be used at once", std::thread::hardware_concurrency(), available_cpus());
}

std::string cache() {
    const fs::path folder = user_cache_folder();
    if (folder.empty())
        return "none: the environment has neither HOME nor XDG_CACHE_HOME";
    std::uintmax_t bytes = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (std::error_code gone; entry->is_regular_file(gone))
            bytes += fs::file_size(entry->path(), gone);
    return fmt::format("{}, {} bytes; may be deleted at any time", folder.string(),
                       grouped(static_cast<std::int64_t>(bytes)));
}

int examine() {
    const Rows facts{{"halenet", fmt::format("{}, {}", HALENET_VERSION, this_executable().string())},
                     {"processor", machine_name()},
                     {"its instructions", cpu_features()},
                     {"targets for it", targets_that_fit()},
                     {"CPUs", cpus()},
                     {"cache", cache()}};
    for (const std::string &line : aligned(facts))
        fmt::print("{}\n", line);

    const std::vector<Check> checks = all_checks();
    Rows rows;
    for (const Check &check : checks)
        rows.push_back({check.there ? "ok" : check.needed ? "missing" : "missing, optional", check.what, check.detail});
    fmt::print("\n");
    for (const std::string &line : aligned(rows))
        fmt::print("{}\n", line);

    const auto lacking = std::ranges::count_if(checks, [](const Check &check) { return check.needed && !check.there; });
    fmt::print("\n{}\n", lacking == 0 ? "All that halenet's commands need is here"
                                      : fmt::format("Missing of what halenet's commands need: {}", lacking));
    return lacking == 0 ? 0 : 1;
}

} // namespace

Command add_doctor_command(CLI::App &program) {
    CLI::App *command =
        program.add_subcommand("doctor", "Tell what is installed, found and missing, and how to mend it");
    command->footer(
        "Changes nothing. What is optional makes pictures, fetches data, or runs libraries for other\n"
        "processors (halenet verify).\n"
        "\n"
        "Examples:\n"
        "  halenet doctor\n"
        "\n"
        "Exit status 1: something that halenet's commands need is missing; 2: a mistake on the command line.\n");
    return {command, examine};
}

} // namespace halenet::cli
