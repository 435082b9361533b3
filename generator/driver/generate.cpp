#include "generator/driver/generate.h"

#include "generator/description/json.h"
#include "generator/driver/objects.h"
#include "generator/driver/target.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"

#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace halenet::driver {

namespace fs = std::filesystem;

namespace {

description::ModelDescription read_model(const fs::path &path) {
    try {
        return description::from_json(read_file(path));
    } catch (const description::Error &error) {
        throw std::runtime_error(path.string() + ": " + error.what());
    }
}

/// What a library is made from; the program's memory is complete once its kernels' scratch is known.
struct Plan {
    description::ModelDescription model;
    Halide::Target wanted, target;
    Library library;
    Program program;

    explicit Plan(const GenerateOptions &options)
        : model(read_model(options.model)), wanted(parse_target(options.target)),
          target(kernel_target(wanted, options.checked)),
          library{options.name, isa_name(wanted), wanted.to_string(), required_features(wanted), options.checked},
          program(plan_program(model, schedules::machine_of(target))) {}

    void add_scratch_of(const BuildReport &kernels) {
        std::vector<std::size_t> bytes;
        for (std::size_t k = 0; k < program.kernels.size(); ++k) {
            bytes.push_back(std::stoull(kernels.notes[k]));
        }
        add_scratch(program, bytes);
    }
};

/// A line at the bottom of the terminal while files are made; nothing where there is no terminal.
class Display {
  public:
    Display() = default;
    Display(const Display &) = delete;
    Display &operator=(const Display &) = delete;
    ~Display() {
        if (live_ && drawn_)
            fmt::print(stderr, "\r\033[K");
    }
    void show(int done, int total, const std::string &name) {
        if (live_)
            fmt::print(stderr, "\r\033[K[{}/{}] {}", done, total, name);
        drawn_ = true;
    }

  private:
    bool live_ = isatty(STDERR_FILENO) == 1;
    bool drawn_ = false;
};

fs::path cache_of(const GenerateOptions &options) {
    return options.cache.empty() ? options.out / "cache" : options.cache;
}

void make_folder(const fs::path &folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw std::runtime_error(fmt::format("{}: cannot be made ({}), a folder that can be written was expected",
                                             folder.string(), error.message()));
    }
}

} // namespace

std::string plan(const GenerateOptions &options) {
    Plan plan(options);
    Display display;
    const auto show = [&](int done, int total, const std::string &name) { display.show(done, total, name); };
    const auto jobs = lowering_jobs(plan.library, plan.program, plan.target);
    if (options.cache.empty()) {
        const ScratchFolder folder;
        plan.add_scratch_of(build_files(jobs, folder.path(), options.jobs, show));
    } else {
        plan.add_scratch_of(build_files(jobs, options.cache, options.jobs, show));
    }
    return emit_manifest(plan.library, plan.model, plan.program);
}

void generate(const GenerateOptions &options) {
    const auto start = std::chrono::steady_clock::now();
    Plan plan(options);
    const Library &library = plan.library;
    const std::string triple = clang_triple(plan.wanted);
    const CoreFolders core = find_core();
    const fs::path cache = cache_of(options), tables = cache / (library.name + "_tables.c");
    make_folder(options.out);
    make_folder(cache);

    std::vector<Job> jobs = kernel_jobs(library, plan.program, plan.target);
    for (Job &job : core_jobs(library, triple, core)) {
        jobs.push_back(std::move(job));
    }
    BuildReport objects, table;
    {
        Display display;
        const auto show = [&](int done, int total, const std::string &name) { display.show(done, total, name); };
        objects = build_files(jobs, cache, options.jobs, show);
        plan.add_scratch_of(objects);
        write_file(tables, emit_tables(library, plan.model, plan.program));
        jobs.push_back(tables_job(library, tables, triple, core));
        table = build_files({jobs.back()}, cache, 1, show);
    }
    remove_unused(cache, {objects, table});
    objects.files.push_back(table.files.front());

    std::vector<Member> members;
    for (std::size_t k = 0; k < jobs.size(); ++k) {
        members.push_back({jobs[k].name, objects.files[k]});
    }
    const fs::path archive = options.out / ("lib" + library.name + ".a");
    write_file(archive, archive_of(library, members, cache, plan.target));
    if (options.shared) {
        write_file(options.out / ("lib" + library.name + ".so"), shared_library_of(library, archive, cache, triple));
    }
    // The header includes the core's types: with them beside it, the folder is all that a user's compiler needs.
    make_folder(options.out / "halenet");
    write_file(options.out / "halenet/core.h", read_file(core.headers / "halenet/core.h"));
    write_file(options.out / (library.name + ".h"),
               emit_header(read_file(core.sources / "library.h.in"), library, plan.model, plan.program));
    write_file(options.out / (library.name + ".manifest.json"), emit_manifest(library, plan.model, plan.program));

    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    fmt::print("{}: {} kernels for {}, {} of {} objects built, {} bytes, {:.1f} s\n", archive.string(),
               plan.program.kernels.size(), library.target, objects.built + table.built, jobs.size(),
               fs::file_size(archive), seconds.count());
}

} // namespace halenet::driver
