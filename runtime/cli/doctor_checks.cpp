#include "runtime/cli/doctor_checks.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include <halenet/error.h>
#include <halenet/mnist.h>

#include "runtime/bundle/runner.h"
#include "runtime/data/mnist_files.h"
#include "runtime/files/installation.h"
#include "runtime/files/search_path.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

struct Program {
    const char *name;
    const char *package; ///< of Debian
    const char *use;
    bool generates; ///< whether generating libraries needs it
};
constexpr std::array programs{
    Program{"clang-19", "clang-19", "compiles the C core of libraries", true},
    Program{"ld.lld-19", "lld-19", "joins the objects of libraries", true},
    Program{"llvm-objcopy-19", "llvm-19", "hides what is no API of libraries", true},
    Program{"wasm-ld-19", "lld-19", "links self-tests for wasm", false},
    Program{"curl", "curl", "fetches MNIST", false},
    Program{"gnuplot", "gnuplot-nox", "draws the pictures of reports", false},
};

constexpr std::array parts{"halenet-reader", "halenet-generate"};

bool is_there(const char *part) {
    return !find_program((this_executable().parent_path() / part).string()).empty();
}

/// Whether libraries are to be generated here: a package of the runtime alone leaves that to a checkout.
bool has_generator() {
    return installation_of(this_executable()).empty() || std::ranges::any_of(parts, is_there);
}

Check check_of(const Program &program) {
    const fs::path path = find_program(program.name);
    return {program.name, !path.empty(),
            path.empty() ? fmt::format("{}; apt install {}", program.use, program.package) : path.string(),
            program.generates && has_generator()};
}

Check check_of_part(const char *part) {
    const std::string path = (this_executable().parent_path() / part).string();
    const bool in_checkout = installation_of(this_executable()).empty();
    return {part, is_there(part),
            is_there(part) ? path
                           : fmt::format("expected {}; {}", path,
                                         in_checkout ? "./dev build" : "install halenet from its checkout"),
            has_generator()};
}

Check check_of(const char *what, const ResourceFolder &folder) {
    try {
        return {what, true, find_folder(folder).string(), has_generator()};
    } catch (const Error &error) {
        return {what, false, error.what(), has_generator()};
    }
}

/// Whether programs for a processor can be run here, as `halenet verify` does.
Check check_of_runner(const char *what, const char *target) {
    try {
        return {what, true, runner_for(target, 0, machine_architecture()).told, false};
    } catch (const Error &error) {
        return {what, false, error.what(), false};
    }
}

Check check_of_mnist() {
    const DataSearch search = standard_search("", this_executable());
    std::vector<fs::path> folders{search.choice};
    if (search.choice.empty()) {
        folders = search.folders;
        folders.push_back(search.cache);
    }
    const auto found = std::ranges::find_if(folders, [](const fs::path &folder) {
        return std::ranges::all_of(mnist_files,
                                   [&](const MnistFile &file) { return find_mnist_file(folder, file, 1).has_value(); });
    });
    if (found != folders.end())
        return {"MNIST", true, found->lexically_normal().string(), false};
    return {"MNIST", false,
            search.choice.empty()
                ? std::string("halenet train fetches it, or takes a folder that HALENET_DATA names")
                : fmt::format("not all of it is in {}, which {} names", search.choice, search.choice_name),
            false};
}

} // namespace

std::vector<Check> all_checks() {
    std::vector<Check> checks;
    std::ranges::transform(parts, std::back_inserter(checks), check_of_part);
    checks.push_back(check_of("models", models_folder));
    checks.push_back(check_of("C core", core_folder));
    for (const Program &program : programs)
        checks.push_back(check_of(program));
    checks.push_back(check_of_runner("x86-64 programs", "x86-64-linux"));
    checks.push_back(check_of_runner("arm-64 programs", "arm-64-linux"));
    checks.push_back(check_of_runner("riscv-64 programs", "riscv-64-linux"));
    checks.push_back(check_of_runner("wasm programs", "wasm-32-wasmrt"));
    checks.push_back(check_of_mnist());
    return checks;
}

} // namespace halenet::cli
