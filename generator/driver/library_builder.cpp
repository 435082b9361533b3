#include "generator/driver/library_builder.h"

#include "generator/description/json.h"
#include "generator/driver/autoscheduler.h"
#include "generator/driver/manifest_plans.h"
#include "generator/driver/tuned_plans.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"
#include "runtime/files/sha256.h"

#include <algorithm>
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

/// Plans of somebody who tries some come first, then those of an earlier library or those that were tuned for the
/// target, then those computed.
PlanChooser chooser_for(const GenerateOptions &options, const std::string &target, std::vector<std::string> &notes) {
    const PlanChooser others = options.plans_of.empty()
                                   ? chooser_of(read_tuned_plans(plans_folder(options), target),
                                                [&notes](const std::string &note) { notes.push_back(note); })
                                   : chooser_from_manifest(options.plans_of, target);
    return [&options, others](Kernel &kernel) {
        const auto own = options.kernel_plans.find(kernel.name);
        if (own == options.kernel_plans.end()) {
            others(kernel);
            return;
        }
        kernel.plan_from = "tried by the tuner";
        if (is_autoscheduler(own->second)) {
            kernel.autoscheduler = own->second;
        } else {
            kernel.plan = from_text(kernel.space, own->second);
        }
    };
}

} // namespace

fs::path plans_folder(const GenerateOptions &options) {
    return options.plans.empty() ? find_folder(tuned_folder) : options.plans;
}

Library planned(const GenerateOptions &options, std::vector<std::string> &notes) {
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
        Program program = plan_program(library.model, machine, options.use, chooser_for(options, target.name, notes));
        library.isas.push_back({std::move(target), requirements, std::move(program)});
    }
    if (!options.weights.empty()) {
        const std::string bytes = read_file(options.weights);
        library.weights = {.embedded = options.embed, .sha256 = sha256(bytes), .bytes = bytes.size()};
    }
    return library;
}

LibraryBuilder::LibraryBuilder(const GenerateOptions &options, const fs::path &cache, Progress progress)
    : options_(options), cache_(make_folder(cache)), work_(cache_), progress_(std::move(progress)),
      library_(planned(options, notes_)), compiler_(library_) {
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
    std::vector<std::string> kernel_names;
    for (std::size_t k = 0; k < library_.isas.size(); ++k) {
        for (Job &job : kernel_jobs(library_, library_.isas[k], lowered_[k].files)) {
            jobs.push_back(std::move(job));
        }
        for (const Kernel &kernel : library_.isas[k].program.kernels) {
            kernel_names.push_back(kernel.name);
        }
    }
    add_objects(jobs);
    const std::size_t first_kernel = objects_.size() - kernel_names.size();
    for (std::size_t k = 0; k < kernel_names.size(); ++k) {
        kernels_[kernel_names[k]].push_back(objects_[first_kernel + k]);
    }
    if (is_joined(library_)) {
        objects_ = {{library_.name, join(objects_, api_of(header, library_.name), library_.symbols, work_.path())}};
    }
    text_bytes_ = driver::text_bytes(objects_);
}

std::size_t LibraryBuilder::text_bytes_of(const std::string &kernel) const {
    return driver::text_bytes(kernels_.at(kernel));
}

std::string LibraryBuilder::lowered_text(const std::string &kernel) const {
    const std::vector<Kernel> &kernels = library_.isas.front().program.kernels;
    const auto found = std::ranges::find(kernels, kernel, &Kernel::name);
    return read_file(lowered_.front().files.at(static_cast<std::size_t>(found - kernels.begin())));
}

std::string LibraryBuilder::shared(const std::string &archive) const {
    return shared_library_of(library_, written("shared.a", archive), work_.path());
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
