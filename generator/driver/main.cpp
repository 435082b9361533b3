/// halenet-generate: a model description and a target in, a static library with its header and manifest out.
#include "generator/description/json.h"
#include "generator/driver/build.h"
#include "generator/driver/emit.h"
#include "generator/driver/kernel_compiler.h"
#include "generator/driver/target.h"
#include "generator/driver/version.h"
#include "runtime/files/installation.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <fmt/format.h>
#include <regex>
#include <thread>
#include <unistd.h>

namespace halenet::driver {
namespace {

namespace fs = std::filesystem;

struct Options {
    fs::path model;
    std::string target = "host";
    std::string name;
    fs::path out = ".";
    fs::path cache;
    int jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    bool checked = false;
    bool shared = false;
    bool plan = false;
};

constexpr const char *core_files[] = {"api.c",     "cpu.c", "instance.c", "network.c",
                                      "prepare.c", "run.c", "status.c",   "weights.c"};

std::vector<ObjectJob> kernel_jobs(const Library &library, const Program &program, const Halide::Target &target) {
    // The generators and plans are part of this program.
    const std::string generators = sha256(read_file("/proc/self/exe"));
    std::vector<ObjectJob> jobs;
    for (const Kernel &kernel : program.kernels) {
        const std::string symbol = symbol_of(library, kernel);
        std::string ingredients = generators + "\n" + target.to_string() + "\n" + symbol + "\n" + kernel.generator;
        for (const auto &[name, value] : kernel.parameters) {
            ingredients += "\n" + name + "=" + value;
        }
        jobs.push_back({kernel.name, ingredients, [=](const fs::path &object) {
                            // Halide chooses the object's format by its extension.
                            const fs::path with_extension = object.string() + ".o";
                            compile_kernel(kernel, symbol, target, with_extension);
                            fs::rename(with_extension, object);
                        }});
    }
    return jobs;
}

/// Where the core's sources and the headers that it includes as <halenet/...> lie.
struct CoreFolders {
    fs::path sources = find_folder(core_folder);
    fs::path headers = find_folder(headers_folder);
};

ObjectJob core_job(const std::string &name, const fs::path &source, const std::string &headers, const Library &library,
                   const std::string &triple, const CoreFolders &core) {
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
    std::string ingredients = std::string(core_compiler_version) + headers + read_file(source);
    for (const std::string &part : command) {
        ingredients += "\n" + part;
    }
    return {name, ingredients, [=](const fs::path &object) {
                std::vector<std::string> full = command;
                full.insert(full.end(), {source.string(), "-o", object.string()});
                run_program(full);
            }};
}

/// The bytes of the static library. Its members are named after the library and the job: the names in the cache hold a
/// hash of this program, which is none of the library's business.
std::string archive_of(const Library &library, const std::vector<ObjectJob> &jobs, const std::vector<fs::path> &objects,
                       const fs::path &cache, const Halide::Target &target) {
    const fs::path folder = cache / "members";
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::vector<std::string> members;
    for (std::size_t k = 0; k < jobs.size(); ++k) {
        members.push_back((folder / (library.name + "_" + jobs[k].name + ".o")).string());
        fs::copy_file(objects[k], members.back());
    }
    if (library.checked) {
        members.push_back((folder / "halide_runtime.o").string());
        Halide::compile_standalone_runtime(members.back(), target.without_feature(Halide::Target::NoRuntime));
    }
    const fs::path archive = folder / "archive.a";
    Halide::create_static_library(members, target, archive.string());
    std::string bytes = read_file(archive);
    fs::remove_all(folder);
    return bytes;
}

/// The bytes of the shared library: all of the archive, with the table of its functions as the only name that shows.
std::string shared_library_of(const Library &library, const fs::path &archive, const fs::path &cache,
                              const std::string &triple) {
    const fs::path script = cache / "shared.map", object = cache / "shared.so";
    write_file(script, "{ global: " + library.name + "_api; local: *; };\n");
    run_program({core_compiler, "--target=" + triple, "-shared", "-nostdlib", "-Wl,--whole-archive", archive.string(),
                 "-Wl,--version-script=" + script.string(), "-Wl,-soname,lib" + library.name + ".so", "-Wl,-z,noexecstack",
                 "-o", object.string()});
    std::string bytes = read_file(object);
    fs::remove(object);
    return bytes;
}

void generate(const Options &options) {
    const auto start = std::chrono::steady_clock::now();
    description::ModelDescription model;
    try {
        model = description::from_json(read_file(options.model));
    } catch (const description::Error &error) {
        throw std::runtime_error(options.model.string() + ": " + error.what());
    }
    const Halide::Target wanted = parse_target(options.target), target = kernel_target(wanted, options.checked);
    const std::string triple = clang_triple(wanted);
    const Library library{options.name, isa_name(wanted), wanted.to_string(), required_features(wanted),
                          options.checked};
    const Program program = plan_program(model, schedules::machine_of(target));
    if (options.plan) {
        fmt::print("{}", emit_manifest(library, model, program));
        return;
    }
    const fs::path cache = options.cache.empty() ? options.out / "cache" : options.cache;
    fs::create_directories(options.out);
    fs::create_directories(cache);

    const CoreFolders core;
    const fs::path tables = cache / (library.name + "_tables.c");
    write_file(tables, emit_tables(library, model, program));
    const std::string headers = read_file(core.sources / "internal.h") + read_file(core.sources / "names.h") +
                                read_file(core.headers / "halenet/core.h");
    std::vector<ObjectJob> jobs = kernel_jobs(library, program, target);
    for (const char *file : core_files) {
        jobs.push_back(core_job(fs::path(file).stem().string(), core.sources / file, headers, library, triple, core));
    }
    jobs.push_back(core_job("tables", tables, headers, library, triple, core));

    const bool live = isatty(STDERR_FILENO) == 1;
    const BuildReport report =
        build_objects(jobs, cache, options.jobs, [&](int done, int total, const std::string &name) {
            if (live) {
                fmt::print(stderr, "\r\033[K[{}/{}] {}", done, total, name);
            }
        });
    if (live && report.built > 0) {
        fmt::print(stderr, "\r\033[K");
    }

    const fs::path archive = options.out / ("lib" + library.name + ".a");
    write_file(archive, archive_of(library, jobs, report.objects, cache, target));
    if (options.shared) {
        write_file(options.out / ("lib" + library.name + ".so"), shared_library_of(library, archive, cache, triple));
    }
    // The header includes the core's types: with them beside it, the folder is all that a user's compiler needs.
    fs::create_directories(options.out / "halenet");
    write_file(options.out / "halenet/core.h", read_file(core.headers / "halenet/core.h"));
    write_file(options.out / (library.name + ".h"),
               emit_header(read_file(core.sources / "library.h.in"), library, model, program));
    write_file(options.out / (library.name + ".manifest.json"), emit_manifest(library, model, program));

    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    fmt::print("{}: {} kernels for {}, {} of {} objects built, {} bytes, {:.1f} s\n", archive.string(),
               program.kernels.size(), library.target, report.built, jobs.size(), fs::file_size(archive),
               seconds.count());
}

int run(int argc, char **argv) {
    Options options;
    CLI::App app{"Generates the static library of a model: kernels that classify and train it, for one CPU target."};
    app.name("halenet-generate");
    app.set_version_flag("--version", version);
    app.add_option("--model", options.model, "Model description (model.json), written by halenet-reader")->required();
    app.add_option("--name", options.name, "Name of the library and prefix of its symbols, a C identifier")
        ->required()
        ->check([](const std::string &name) {
            return std::regex_match(name, std::regex("[a-z][a-z0-9_]*")) ? ""
                                                                         : "must be lower-case letters, digits and _";
        });
    app.add_option("--target", options.target,
                   "\"host\" or a Halide target string such as x86-64-linux-avx-avx2-fma-f16c-sse41")
        ->capture_default_str();
    app.add_option("--out", options.out,
                   "Folder for lib<name>.a, <name>.h with halenet/core.h, and <name>.manifest.json")
        ->capture_default_str();
    app.add_option("--cache", options.cache, "Folder for object files that later runs reuse [<out>/cache]");
    app.add_option("--jobs", options.jobs, "Processes at once")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_flag("--checked", options.checked,
                 "Kernels that check arguments and bounds, with Halide's runtime: for tests");
    app.add_flag("--shared", options.shared, "Also lib<name>.so, for programs that load it while they run");
    app.add_flag("--plan", options.plan,
                 "Build nothing: print the manifest, with the kernels' plans and the bytes of memory, and end");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    try {
        generate(options);
    } catch (const std::exception &error) {
        fmt::print(stderr, "halenet-generate: error: {}\n", error.what());
        return 1;
    }
    return 0;
}

} // namespace
} // namespace halenet::driver

int main(int argc, char **argv) {
    return halenet::driver::run(argc, argv);
}
