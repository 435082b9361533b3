#include "generator/tune/session.h"

#include "generator/driver/autoscheduler.h"
#include "generator/driver/emit.h"
#include "generator/driver/kernel_cost.h"
#include "generator/driver/library_builder.h"
#include "generator/driver/tuned_plans.h"
#include "generator/tune/machine_laboratory.h"
#include "generator/tune/result_json.h"
#include "generator/tune/texts.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/files/sha256.h"
#include "runtime/library/loaded_library.h"
#include "runtime/measure/peak.h"
#include "runtime/report/machine.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <halenet/threads.h>

namespace halenet::tune {

namespace fs = std::filesystem;
using driver::Kernel;
using driver::Program;
using schedules::Values;

namespace {

/// Kernels that hold less of the time are left alone: a tenth of one would not be seen in the whole.
constexpr double least_share = 0.004;
/// Settings decide little of a step, and something of a small batch.
constexpr double settings_share = 0.03;
/// What the share of a prediction of one image, and the like, is worth beside that of a training step.
constexpr double other_passes = 0.1;
/// Of all libraries under test.
constexpr const char *library_name = "tuned";

/// Each kernel's plan, as text.
Plans plans_of(const Program &program, bool portable) {
    Plans plans;
    for (const Kernel *kernel : driver::kernels_with_knobs(program)) {
        plans[kernel->name] = to_text(kernel->space, portable ? kernel->space.portable() : kernel->plan);
    }
    return plans;
}

/// Of each kernel's source and shape: the code that it is lowered to by the portable plan.
std::map<std::string, std::string> hashes_of(driver::GenerateOptions options, const Program &program,
                                             const fs::path &cache) {
    options.kernel_plans = plans_of(program, true);
    const auto no_progress = [](int /*done*/, int /*total*/, const std::string & /*name*/) {};
    const driver::LibraryBuilder builder(options, cache, no_progress);
    std::map<std::string, std::string> hashes{{program.settings.name, program.settings.parameters.at("model")}};
    for (const Kernel &kernel : program.kernels) {
        hashes[kernel.name] = sha256(builder.lowered_text(kernel.name)).substr(0, 16);
    }
    return hashes;
}

Specimen specimen_of(const Built &built) {
    const LoadedLibrary library(built.library, library_name);
    return make_specimen(library.api());
}

/// What a library that only classifies is measured with comes from one that can train, which is built in `folder`.
Specimen specimen_for(const Builder &builder, driver::GenerateOptions options, const fs::path &folder) {
    if (options.use == driver::Use::train) {
        return specimen_of(builder.start());
    }
    options.use = driver::Use::train;
    options.kernel_plans.clear();
    return specimen_of(Builder(options, folder).start());
}

class Session {
  public:
    Session(const SessionOptions &options, Watcher &watcher, const std::function<void(const std::string &)> &note,
            const std::function<bool()> &stopped)
        : options_(options), watcher_(watcher), note_(note), stopped_(stopped) {}

    SessionResult run() {
        watcher_.on_stage("generating the libraries to begin with");
        std::vector<std::string> notes;
        driver::GenerateOptions options = options_.generate;
        options.name = library_name;
        const driver::Library shipped = driver::planned(options, notes);
        std::ranges::for_each(notes, note_);
        const driver::Isa &isa = shipped.isas.front();
        const std::map<std::string, std::string> hashes = hashes_of(options, isa.program, scratch_.path() / "plans");
        const Plans shipped_plans = plans_of(isa.program, false);
        const Plans start_plans = plans_of(isa.program, options_.portable);
        options.kernel_plans = shipped_plans;
        Builder builder(options, scratch_.path() / "libraries");
        watcher_.on_stage("looking where the time goes");
        Measurer measurer(specimen_for(builder, options, scratch_.path() / "training"), library_name);
        const Built beginning = builder.build(std::vector<Build>{{.plans = start_plans, .seconds = 300}}).front();
        const std::vector<Subject> subjects = subjects_of(isa, measurer.survey(beginning.library));

        RecordKey key{.target = isa.target.halide.to_string(),
                      .cpu = machine_name(),
                      .halide = driver::halide_version(),
                      .start = start_name()};
        for (const Subject &subject : subjects) {
            key.kernels[subject.name] = hashes.at(subject.name);
        }
        Record record(options_.record, key, note_);
        if (options_.fresh) {
            record.forget();
        }
        MachineLaboratory laboratory(builder, measurer, start_plans, stopped_);
        TunerOptions tuner{.budget_seconds = options_.budget_seconds, .seed = options_.seed};
        if (options_.contenders) {
            tuner.contenders.assign(driver::autoschedulers.begin(), driver::autoschedulers.end());
        }
        SessionResult result{.tuning = tune(subjects, tuner, record, laboratory, watcher_, stopped_), .file = {}};
        if (options_.portable) {
            compare_with_shipped(shipped_plans, laboratory, result.tuning);
        }
        result.file = write_plans(isa, result.tuning);
        if (!options_.json.empty()) {
            write_file_atomically(options_.json, result_json(result.tuning, context_of(shipped)));
        }
        return result;
    }

  private:
    [[nodiscard]] const char *start_name() const { return options_.portable ? "portable" : "shipped"; }

    /// Kernels with knobs that hold some of the time, or that the user has named.
    std::vector<Subject> subjects_of(const driver::Isa &isa, const std::vector<KernelTime> &times) const {
        std::map<std::string, double> shares{{isa.program.settings.name, settings_share}};
        for (const KernelTime &time : times) {
            shares[time.kernel] = time.share * (time.pass == times.front().pass ? 1 : other_passes);
        }
        const std::vector<driver::PlanChooser> others = other_choosers(isa.target);
        std::vector<Subject> subjects;
        for (const Kernel *kernel : driver::kernels_with_knobs(isa.program)) {
            const double share = shares[kernel->name];
            const bool named = std::ranges::find(options_.kernels, kernel->name) != options_.kernels.end();
            if (options_.kernels.empty() ? share < least_share : !named) {
                continue;
            }
            subjects.push_back({.name = kernel->name,
                                .space = kernel->space,
                                .start = options_.portable ? kernel->space.portable() : kernel->plan,
                                .others = others_of(*kernel, others),
                                .share = std::max(share, least_share),
                                .is_kernel = kernel != &isa.program.settings});
        }
        return subjects;
    }

    /// Of the computed plans, where the start is a tuned one, and those of the nearest targets; from portable plans
    /// nobody's.
    [[nodiscard]] std::vector<driver::PlanChooser> other_choosers(const driver::Target &target) const {
        std::vector<driver::PlanChooser> choosers;
        if (options_.portable) {
            return choosers;
        }
        choosers.emplace_back([](Kernel &kernel) { kernel.plan = kernel.space.shipped; });
        const fs::path folder = driver::plans_folder(options_.generate);
        for (const std::string &name : driver::nearest_tuned(folder, target)) {
            choosers.push_back(driver::chooser_of(driver::read_tuned_plans(folder, name), [](const std::string &) {}));
        }
        return choosers;
    }

    static std::vector<Values> others_of(const Kernel &kernel, const std::vector<driver::PlanChooser> &choosers) {
        std::vector<Values> others;
        for (const driver::PlanChooser &choose : choosers) {
            Kernel other = kernel;
            choose(other);
            others.push_back(other.plan);
        }
        return others;
    }

    /// From portable plans even a poor search gains much: what people tuned by hand is the measure.
    static void compare_with_shipped(const Plans &shipped, Laboratory &laboratory, TuningResult &tuning) {
        const Plans found = new_plans(tuning);
        if (found.empty()) {
            return;
        }
        for (Comparison &comparison : laboratory.compare(shipped, found)) {
            comparison.what += ", against the shipped plans";
            tuning.comparisons.push_back(comparison);
        }
    }

    fs::path write_plans(const driver::Isa &isa, const TuningResult &tuning) const {
        std::vector<driver::TunedPlan> newer;
        for (const KernelResult &kernel : tuning.kernels) {
            if (kernel.replaced) {
                newer.push_back(with_evidence(*kernel_named(isa.program, kernel.name), kernel));
            }
        }
        if (newer.empty()) {
            return {};
        }
        const fs::path folder = driver::plans_folder(options_.generate);
        driver::TunedPlans plans = driver::read_tuned_plans(folder, isa.target.name);
        plans.halide_target = isa.target.halide.to_string();
        merge(plans, newer);
        const fs::path file = driver::tuned_file(folder, isa.target.name);
        write_file_atomically(file, to_json(plans));
        return file;
    }

    static const Kernel *kernel_named(const Program &program, const std::string &name) {
        const std::vector<const Kernel *> kernels = driver::kernels_with_knobs(program);
        return *std::ranges::find_if(kernels, [&](const Kernel *kernel) { return kernel->name == name; });
    }

    static driver::TunedPlan with_evidence(const Kernel &kernel, const KernelResult &result) {
        const auto ranked = std::ranges::find_if(result.trials, [&](const Trial &trial) {
            return trial.question.stage == Stage::ranking && trial.question.plan == result.best_plan;
        });
        driver::TunedPlan plan = driver::tuned_plan_of(kernel, from_text(kernel.space, result.best_plan));
        plan.evidence = {.machine = machine_name(),
                         .date = today(),
                         .halide = driver::halide_version(),
                         .start = result.start_plan,
                         .start_microseconds = 1e6 * result.start_seconds,
                         .microseconds = 1e6 * ranked->seconds,
                         .gain = std::expm1(result.gain.estimate),
                         .gain_low = std::expm1(result.gain.low),
                         .gain_high = std::expm1(result.gain.high),
                         .candidates = result.candidates,
                         .pairs = ranked->pairs};
        return plan;
    }

    ResultContext context_of(const driver::Library &library) const {
        const driver::Isa &isa = library.isas.front();
        ResultContext context{.model = library.model.name,
                              .target = isa.target.name,
                              .halide_target = isa.target.halide.to_string(),
                              .halide = driver::halide_version(),
                              .cpu = machine_name(),
                              .cpus = available_cpus(),
                              .peak_gflops = measure_peak().gflops,
                              .date = today(),
                              .start = start_name(),
                              .command = options_.command,
                              .seed = options_.seed,
                              .budget_seconds = options_.budget_seconds,
                              .multiply_adds = {}};
        for (const Kernel &kernel : isa.program.kernels) {
            context.multiply_adds[kernel.name] = driver::multiply_adds(kernel);
        }
        return context;
    }

    const SessionOptions &options_;
    Watcher &watcher_;
    const std::function<void(const std::string &)> &note_;
    const std::function<bool()> &stopped_;
    ScratchFolder scratch_;
};

} // namespace

SessionResult run_session(const SessionOptions &options, Watcher &watcher,
                          const std::function<void(const std::string &)> &note, const std::function<bool()> &stopped) {
    return Session(options, watcher, note, stopped).run();
}

std::vector<Comparison> compare_plans(const driver::GenerateOptions &options, const Plans &before, const Plans &after,
                                      const std::function<bool()> &stopped) {
    const ScratchFolder scratch;
    driver::GenerateOptions generate = options;
    generate.name = library_name;
    generate.kernel_plans = before;
    Builder builder(generate, scratch.path() / "libraries");
    Measurer measurer(specimen_for(builder, generate, scratch.path() / "training"), library_name);
    return MachineLaboratory(builder, measurer, before, stopped).compare({}, after);
}

std::vector<std::string> kernels_with_knobs(const driver::GenerateOptions &options) {
    std::vector<std::string> notes;
    const driver::Library library = driver::planned(options, notes);
    std::vector<std::string> names;
    for (const Kernel *kernel : driver::kernels_with_knobs(library.isas.front().program)) {
        names.push_back(kernel->name);
    }
    return names;
}

} // namespace halenet::tune
