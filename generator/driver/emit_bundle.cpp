#include "generator/driver/emit_bundle.h"

#include "generator/driver/fill_template.h"
#include "generator/driver/version.h"
#include "runtime/files/files.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <halenet/core.h>

namespace halenet::driver {

namespace {

struct Template {
    const char *path; ///< in the bundle, with placeholders
    const char *file; ///< in the folder of templates
};

constexpr std::array templates_of_bundle{
    Template{"lib/cmake/@name@/@name@-config.cmake", "config.cmake.in"},
    Template{"lib/cmake/@name@/@name@-config-version.cmake", "config-version.cmake.in"},
    Template{"lib/pkgconfig/@name@.pc", "library.pc.in"},
    Template{"include/@name@.hpp", "library.hpp.in"},
    Template{"README.md", "README.md.in"},
    Template{"LICENSE", "LICENSE.in"},
};

/// What a build for the targets looks like from outside.
struct Machine {
    const char *architecture;
    const char *processors; ///< values of CMAKE_SYSTEM_PROCESSOR, as a regular expression
    const char *compiler;   ///< the command that its C compiler usually has
};

constexpr std::array elf_machines{
    Machine{"x86-64", "x86_64|amd64|AMD64|x64", "cc"},
    Machine{"arm-64", "aarch64|arm64|ARM64|armv8.*", "aarch64-linux-gnu-gcc"},
    Machine{"riscv-64", "riscv64.*", "riscv64-linux-gnu-gcc"},
};

/// Beside ELF, CMake's value may be the host's (several processors in one build on macOS and Windows, Emscripten's
/// toolchain), so any will do.
Machine machine_of(const Bundle &bundle) {
    Machine machine{bundle.architecture.c_str(), ".*", "cc"};
    if (bundle.system == System::coff) {
        machine.compiler = "clang";
    } else if (bundle.system == System::wasm) {
        machine.compiler = "clang --target=wasm32-wasi";
    } else if (bundle.system == System::elf) {
        const auto *const known = std::ranges::find(elf_machines, bundle.architecture, &Machine::architecture);
        machine = known == elf_machines.end() ? machine : *known;
    }
    return machine;
}

std::string condition(bool holds) {
    return holds ? "yes" : "";
}

} // namespace

std::vector<BundleFile> emit_bundle(const Bundle &bundle, const std::filesystem::path &templates) {
    const Machine machine = machine_of(bundle);
    const Placeholders values{
        {"name", bundle.library},
        {"NAME", upper_case(bundle.library)},
        {"model", bundle.model},
        {"version", version},
        {"abi", std::to_string(HALENET_ABI)},
        {"targets", fmt::format("{}", fmt::join(bundle.targets, ", "))},
        {"processors", machine.processors},
        {"compiler", machine.compiler},
        {"license", license},
        {"trains", condition(bundle.trains)},
        {"weights file", condition(bundle.weights == BundledWeights::file)},
        {"embedded", condition(bundle.weights == BundledWeights::embedded)},
        {"weights elsewhere", condition(bundle.weights == BundledWeights::none)},
    };
    std::vector<BundleFile> files;
    for (const auto &[path, file] : templates_of_bundle) {
        files.push_back({fill_template(path, values), fill_template(read_file(templates / file), values)});
    }
    return files;
}

} // namespace halenet::driver
