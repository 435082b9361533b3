#include "generator/driver/library_builder.h"

#include "generator/description/json.h"
#include "runtime/files/files.h"
#include "runtime/files/sha256.h"

#include <fmt/format.h>
#include <stdexcept>

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

Library planned(const GenerateOptions &options) {
    Library library;
    library.name = options.name;
    library.model = read_model(options.model);
    library.use = options.use;
    library.strict = options.strict;
    library.symbols = options.symbols;
    library.timing = options.timing;
    library.checked = options.checked;
    for (Target &target : parse_targets(options.targets)) {
        const schedules::Machine machine =
            schedules::machine_of(kernel_target(target.halide, options.checked, options.strict));
        const Requirements requirements = requirements_of(target.halide);
        library.isas.push_back({std::move(target), requirements, plan_program(library.model, machine, options.use)});
    }
    if (!options.weights.empty()) {
        const std::string bytes = read_file(options.weights);
        library.weights = {.embedded = options.embed, .sha256 = sha256(bytes), .bytes = bytes.size()};
    }
    return library;
}

} // namespace

LibraryBuilder::LibraryBuilder(const GenerateOptions &options, const fs::path &cache, Progress progress)
    : options_(options), cache_(make_folder(cache)), work_(cache_), progress_(std::move(progress)),
      library_(planned(options)), compiler_(library_) {
    library_.core = compiler_.digest();
    for (Isa &isa : library_.isas) {
        lowered_.push_back(build(lowering_jobs(library_, isa)));
        std::vector<std::size_t> scratch;
        for (const std::string &note : lowered_.back().notes) {
            scratch.push_back(std::stoull(note));
        }
        add_scratch(isa.program, scratch);
    }
}

BuildReport LibraryBuilder::build(const std::vector<Job> &jobs) const {
    return build_files(jobs, cache_, options_.jobs, progress_);
}

void LibraryBuilder::add_objects(const std::vector<Job> &jobs) {
    const BuildReport report = build(jobs);
    built_ += report.built;
    total_ += static_cast<int>(jobs.size());
    for (std::size_t k = 0; k < jobs.size(); ++k) {
        objects_.push_back({library_.name + "_" + jobs[k].name, report.files[k]});
    }
}

fs::path LibraryBuilder::written(const std::string &name, const std::string &text) const {
    const fs::path file = work_.path() / name;
    write_file(file, text);
    return file;
}

void LibraryBuilder::compile(const std::string &header) {
    std::vector<Job> jobs = compiler_.core();
    jobs.push_back(compiler_.file("tables", written("tables.c", emit_tables(library_))));
    if (library_.weights && library_.weights->embedded) {
        const fs::path weights = written("embedded.safetensors", read_file(options_.weights));
        const std::string source = fmt::format("__attribute__((aligned(64))) const unsigned char {}_embedded[] = {{\n"
                                               "#embed \"embedded.safetensors\"\n}};\n",
                                               library_.name);
        jobs.push_back(compiler_.file("embedded", written("embedded.c", source), {weights}));
    }
    for (std::size_t k = 0; k < library_.isas.size(); ++k) {
        for (Job &job : kernel_jobs(library_, library_.isas[k], lowered_[k].files)) {
            jobs.push_back(std::move(job));
        }
    }
    add_objects(jobs);
    if (is_joined(library_)) {
        objects_ = {{library_.name, join(objects_, api_of(header, library_.name), library_.symbols, work_.path())}};
    }
    text_bytes_ = driver::text_bytes(objects_);
}

std::string LibraryBuilder::manifest(const std::vector<std::string> &files) const {
    return emit_manifest(library_, text_bytes_, files);
}

std::string LibraryBuilder::archive(const std::string &manifest) {
    // Nothing refers to the manifest's object, so it never gets into a program; the marks find it in the archive of any
    // object format.
    const fs::path text = written("manifest.txt", "halenet-manifest-begin\n" + manifest + "halenet-manifest-end\n");
    const std::string source = "__attribute__((used)) static const unsigned char manifest[] = {\n"
                               "#embed \"manifest.txt\"\n};\n";
    const std::size_t linked = objects_.size();
    add_objects({compiler_.file("manifest", written("manifest.c", source), {text})});
    std::string bytes = archive_of(library_, objects_, work_.path());
    objects_.resize(linked);
    return bytes;
}

} // namespace halenet::driver
