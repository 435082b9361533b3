#include "generator/driver/objects.h"

#include "generator/driver/kernel_compiler.h"
#include "generator/driver/version.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"

#include <fmt/format.h>

namespace halenet::driver {

namespace fs = std::filesystem;

namespace {

std::vector<Job> jobs_of(const Library &library, const Program &program, const Halide::Target &target,
                         bool only_lower) {
    // The generators and plans are part of this program.
    const std::string generators = sha256(read_file("/proc/self/exe"));
    std::vector<Job> jobs;
    for (const Kernel &kernel : program.kernels) {
        const std::string symbol = symbol_of(library, kernel);
        std::string ingredients =
            fmt::format("{}\n{}\n{}\n{}", generators, target.to_string(), symbol, kernel.generator);
        for (const auto &[name, value] : kernel.parameters) {
            ingredients += fmt::format("\n{}={}", name, value);
        }
        jobs.push_back({(only_lower ? "plan_" : "") + kernel.name, ingredients, [=](const fs::path &file) {
                            const LoweredKernel lowered = lower_kernel(kernel, symbol, target);
                            if (only_lower) {
                                write_file(file, "");
                            } else {
                                // Halide chooses the object's format by its extension.
                                const fs::path with_extension = file.string() + ".o";
                                compile_kernel(lowered, with_extension);
                                fs::rename(with_extension, file);
                            }
                            return std::to_string(lowered.scratch_bytes);
                        }});
    }
    return jobs;
}

Job compile_job(const std::string &name, const fs::path &source, const Library &library, const std::string &triple,
                const CoreFolders &core) {
    // The core is compiled for the architecture's baseline whatever the kernels need: it must be able to refuse.
    // No contraction: initial weights have the same bits on every target.
    const std::vector<std::string> command{core_compiler,
                                           "--target=" + triple,
                                           "-std=c99",
                                           "-O2",
                                           "-fPIC",
                                           "-ffreestanding",
                                           "-nostdlibinc",
                                           "-ffp-contract=off",
                                           "-ffunction-sections",
                                           "-fdata-sections",
                                           "-DHALENET_LIBRARY=" + library.name,
                                           "-I" + core.headers.string(),
                                           "-I" + core.sources.string(),
                                           "-c"};
    std::string ingredients = core_compiler_version;
    for (const char *header : core_headers) {
        ingredients += fmt::format("\n{}", read_file(core.sources / header));
    }
    ingredients += fmt::format("\n{}\n{}", read_file(core.headers / "halenet/core.h"), read_file(source));
    for (const std::string &part : command) {
        ingredients += fmt::format("\n{}", part);
    }
    return {name, ingredients, [=](const fs::path &object) {
                std::vector<std::string> full = command;
                full.insert(full.end(), {source.string(), "-o", object.string()});
                run_program(full);
                return std::string();
            }};
}

} // namespace

std::vector<Job> kernel_jobs(const Library &library, const Program &program, const Halide::Target &target) {
    return jobs_of(library, program, target, false);
}

std::vector<Job> lowering_jobs(const Library &library, const Program &program, const Halide::Target &target) {
    return jobs_of(library, program, target, true);
}

CoreFolders find_core() {
    return {find_folder(core_folder), find_folder(headers_folder)};
}

std::vector<Job> core_jobs(const Library &library, const std::string &triple, const CoreFolders &core) {
    std::vector<Job> jobs;
    for (const char *file : core_files) {
        jobs.push_back(compile_job(fs::path(file).stem().string(), core.sources / file, library, triple, core));
    }
    return jobs;
}

Job tables_job(const Library &library, const fs::path &tables, const std::string &triple, const CoreFolders &core) {
    return compile_job("tables", tables, library, triple, core);
}

std::string archive_of(const Library &library, const std::vector<Member> &members, const fs::path &cache,
                       const Halide::Target &target) {
    const fs::path folder = cache / "members";
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::vector<std::string> files;
    for (const Member &member : members) {
        files.push_back((folder / (library.name + "_" + member.name + ".o")).string());
        fs::copy_file(member.object, files.back());
    }
    if (library.checked) {
        files.push_back((folder / "halide_runtime.o").string());
        Halide::compile_standalone_runtime(files.back(), target.without_feature(Halide::Target::NoRuntime));
    }
    const fs::path archive = folder / "archive.a";
    Halide::create_static_library(files, target, archive.string());
    std::string bytes = read_file(archive);
    fs::remove_all(folder);
    return bytes;
}

std::string shared_library_of(const Library &library, const fs::path &archive, const fs::path &cache,
                              const std::string &triple) {
    const fs::path script = cache / "shared.map", object = cache / "shared.so";
    write_file(script, "{ global: " + library.name + "_api; local: *; };\n");
    run_program({core_compiler, "--target=" + triple, "-shared", "-nostdlib", "-Wl,--whole-archive", archive.string(),
                 "-Wl,--version-script=" + script.string(), "-Wl,-soname,lib" + library.name + ".so",
                 "-Wl,-z,noexecstack", "-o", object.string()});
    std::string bytes = read_file(object);
    fs::remove(object);
    return bytes;
}

} // namespace halenet::driver
