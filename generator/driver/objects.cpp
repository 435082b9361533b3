#include "generator/driver/objects.h"

#include "generator/driver/kernel_compiler.h"
#include "generator/driver/version.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"
#include "runtime/files/sha256.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sstream>

namespace halenet::driver {

namespace fs = std::filesystem;

namespace {

std::string file_name_of(const Isa &isa, const Kernel &kernel) {
    return identifier_of(isa.target.name) + "_" + kernel.name;
}

Halide::Target target_of(const Library &library, const Isa &isa) {
    return kernel_target(isa.target.halide, library.checked, library.strict);
}

} // namespace

std::vector<Job> lowering_jobs(const Library &library, const Isa &isa) {
    // The generators and plans are part of this program.
    static const std::string generators = sha256(read_file("/proc/self/exe"));
    const Halide::Target target = target_of(library, isa);
    std::vector<Job> jobs;
    for (const Kernel &kernel : isa.program.kernels) {
        const std::string symbol = symbol_of(library, isa.target, kernel);
        std::string ingredients = fmt::format("{}\n{}\n{}\n{}\n{}", generators, target.to_string(), symbol,
                                              kernel.generator, plan_text(kernel));
        for (const auto &[name, value] : kernel.parameters) {
            ingredients += fmt::format("\n{}={}", name, value);
        }
        if (!kernel.autoscheduler.empty()) {
            ingredients += fmt::format("\n{} {}", kernel.extents, kernel.in_place);
        }
        jobs.push_back({file_name_of(isa, kernel) + ".lowered", ingredients, [=](const fs::path &file) {
                            const LoweredKernel lowered = lower_kernel(kernel, symbol, target);
                            std::ostringstream text;
                            text << lowered.module;
                            write_file(file, text.str());
                            return std::to_string(lowered.scratch_bytes);
                        }});
    }
    return jobs;
}

std::vector<Job> kernel_jobs(const Library &library, const Isa &isa, const std::vector<fs::path> &lowered) {
    const Halide::Target target = target_of(library, isa);
    std::vector<Job> jobs;
    for (std::size_t k = 0; k < isa.program.kernels.size(); ++k) {
        const Kernel &kernel = isa.program.kernels[k];
        const std::string symbol = symbol_of(library, isa.target, kernel);
        const std::string ingredients = fmt::format("halide {}\n{}\n{}\n{}", halide_version(), core_compiler_version,
                                                    target.to_string(), read_file(lowered[k]));
        jobs.push_back({file_name_of(isa, kernel), ingredients, [=](const fs::path &file) {
                            // Halide chooses the object's format by its extension.
                            const fs::path with_extension = file.string() + ".o";
                            compile_kernel(lower_kernel(kernel, symbol, target), with_extension);
                            fs::rename(with_extension, file);
                            return std::string();
                        }});
    }
    return jobs;
}

CoreFolders find_core() {
    return {find_folder(core_folder), find_folder(headers_folder)};
}

CoreCompiler::CoreCompiler(const Library &library) : folders_(find_core()) {
    // No contraction: initial weights, and all that a strict library computes here, have the same bits on every target.
    command_ = {core_compiler,
                "-std=c99",
                "-O2",
                "-ffreestanding",
                "-fno-stack-protector", // some systems turn it on, and it calls their C library
                "-nostdlibinc",
                "-ffp-contract=off",
                "-Wno-c23-extensions", // #embed
                "-ffunction-sections",
                "-fdata-sections",
                "-DHALENET_LIBRARY=" + library.name,
                fmt::format("-DHALENET_TRAINS={:d}", library.use == Use::train),
                fmt::format("-DHALENET_TIMING={:d}", library.timing),
                "-I" + folders_.headers.string(),
                "-I" + folders_.sources.string()};
    const Halide::Target::OS system = library.isas.front().target.halide.os;
    if (system != Halide::Target::Windows && system != Halide::Target::WebAssemblyRuntime) { // there all code is so
        command_.emplace_back("-fPIC");
    }
    if (library.symbols) {
        command_.insert(command_.end(),
                        {"-gline-tables-only", "-ffile-prefix-map=" + folders_.sources.string() + "=core"});
    }
    // For the architecture's baseline, whatever the kernels need: the core must be able to refuse.
    const std::vector<std::string> target = clang_target(library.isas.front().target.halide);
    command_.insert(command_.begin() + 1, target.begin(), target.end());
    for (const char *header : core_headers) {
        headers_ += read_file(folders_.sources / header);
    }
    headers_ += read_file(folders_.headers / "halenet/core.h");
}

Job CoreCompiler::file(const std::string &name, const fs::path &source, const std::vector<fs::path> &embeds) const {
    std::string ingredients = fmt::format("{}\n{}\n{}", core_compiler_version, headers_, read_file(source));
    for (const fs::path &file : embeds) {
        ingredients += fmt::format("\n{}", read_file(file));
    }
    std::vector<std::string> command = command_;
    for (const std::string &part : command) {
        ingredients += fmt::format("\n{}", part);
    }
    return {name, ingredients, [=](const fs::path &object) {
                std::vector<std::string> full = command;
                full.insert(full.end(), {"-c", source.string(), "-o", object.string()});
                run_program(full);
                return std::string();
            }};
}

std::string CoreCompiler::digest() const {
    std::string sources = headers_;
    for (const char *name : core_files) {
        sources += read_file(folders_.sources / name);
    }
    return sha256(sources).substr(0, 16);
}

std::vector<Job> CoreCompiler::core() const {
    std::vector<Job> jobs;
    for (const char *name : core_files) {
        jobs.push_back(file(fs::path(name).stem().string(), folders_.sources / name));
    }
    return jobs;
}

} // namespace halenet::driver
