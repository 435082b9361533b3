/// halenet-tune: a model description and a target in, measured plans out.
#include "generator/description/json.h"
#include "generator/driver/build.h"
#include "generator/driver/library_builder.h"
#include "generator/driver/requirements.h"
#include "generator/driver/tuned_plans.h"
#include "generator/tune/checks.h"
#include "generator/tune/display.h"
#include "generator/tune/named_plans.h"
#include "generator/tune/options.h"
#include "generator/tune/plans_text.h"
#include "generator/tune/summary.h"
#include "generator/tune/texts.h"
#include "runtime/files/files.h"
#include "runtime/files/user_cache.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/stop_signal.h"

#include <csignal>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/prctl.h>

namespace halenet::tune {

namespace {

namespace fs = std::filesystem;

bool is_stopped() {
    return StopSignal::caught() != 0;
}

void print_note(const std::string &sentence) {
    fmt::print("{}\n", sentence);
}

/// In the user's cache: a file for each model and target.
fs::path usual_record(const SessionOptions &options, const driver::Target &target) {
    const fs::path cache = user_cache_folder();
    if (cache.empty()) {
        throw std::runtime_error("found neither HOME nor XDG_CACHE_HOME in the environment, so there is no place for "
                                 "the record; --record names a file");
    }
    std::vector<std::string> ignored;
    const std::string model = driver::planned(options.generate, ignored).model.name;
    return driver::make_folder(cache / "tuning") / fmt::format("{}-{}.jsonl", model, target.name);
}

int search(SessionOptions options) {
    const driver::Target target = one_target(options.generate.targets);
    const fs::path plans = driver::plans_folder(options.generate);
    check_runs_here(target, plans);
    check_kernels(options.kernels, kernels_with_knobs(options.generate));
    ensure_writable(driver::tuned_file(driver::make_folder(plans), target.name));
    if (!options.json.empty()) {
        ensure_writable(options.json);
    }
    if (options.record.empty()) {
        options.record = usual_record(options, target);
    }

    const StopSignal listening;
    Display display(stdout, options.budget_seconds, options.record);
    const auto note = [&](const std::string &sentence) { display.note(sentence); };
    const SessionResult result = run_session(options, display, note, is_stopped);
    display.finish();
    fmt::print("\n{}", summary_of(result.tuning));
    if (!result.file.empty()) {
        fmt::print("Plans written to {}\n", fs::absolute(result.file).string());
    }
    fmt::print("Measurements are in {}\n", fs::absolute(options.record).string());
    return result.tuning.stopped ? 128 + StopSignal::caught() : 0;
}

int print_plans(const driver::GenerateOptions &options) {
    fmt::print("{}",
               plans_text(driver::read_tuned_plans(driver::plans_folder(options), one_target(options.targets).name)));
    return 0;
}

/// What the plans differ in, and what that brings where this machine can run the target that both are for. Plans of
/// two targets are measured for the target of the options.
int print_comparison(const Options &options) {
    driver::GenerateOptions generate = options.session.generate;
    const fs::path folder = driver::plans_folder(generate);
    const driver::TunedPlans a = plans_named(options.compare.front(), folder);
    const driver::TunedPlans b = plans_named(options.compare.back(), folder);
    fmt::print("{}", differences_text(a, b));
    if (a.halide_target == b.halide_target) {
        generate.targets = a.halide_target;
    }
    const driver::Target target = one_target(generate.targets);
    if (!driver::runs_here(target.halide).value_or(false)) {
        fmt::print("Nothing was measured: this machine cannot run {}.\n", target.name);
        return 0;
    }
    const Plans before = plans_for_model(generate, a, print_note), after = plans_for_model(generate, b, print_note);
    if (before == after) {
        fmt::print("Nothing was measured: the kernels of this model have the same plans in both.\n");
        return 0;
    }
    fmt::print("Measured for {}, the first against the second:\n", target.name);
    const StopSignal listening;
    for (const Comparison &comparison : compare_plans(generate, before, after, is_stopped)) {
        fmt::print("{}\n", capitalised(comparison_line(comparison)));
    }
    return 0;
}

int copy_plans(const Options &options) {
    const driver::GenerateOptions &generate = options.session.generate;
    const driver::Target target = one_target(generate.targets);
    const fs::path folder = driver::plans_folder(generate);
    const driver::TunedPlans plans = plans_named(options.take_over, folder);
    if (plans.target == target.name) {
        throw std::runtime_error(
            fmt::format("--take-over: found {}, the target itself, expected another one", plans.target));
    }
    ensure_writable(driver::tuned_file(driver::make_folder(folder), target.name));
    const TakenOver result = take_over(generate, plans, print_note);
    if (result.taken + result.kept == 0) {
        throw std::runtime_error(
            fmt::format("none of the plans of {} fits a kernel of this model for {}, whose kernels "
                        "keep the plans that halenet computes",
                        plans.target, target.name));
    }
    fmt::print("{} taken over from {}, not measured; {} kept that were tuned for {} itself\n",
               plural(result.taken, "plan"), plans.target, result.kept, target.name);
    if (result.taken > 0) {
        fmt::print("Plans written to {}\n", fs::absolute(result.file).string());
    }
    return 0;
}

int run(int argc, char **argv) {
    Options options;
    if (const std::optional<int> status = parse_options(argc, argv, options)) {
        return *status;
    }
    if (options.with_parent) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    }
    // Where the output is a file or a pipe, whoever reads it sees each line when it is written.
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    try {
        return options.show                 ? print_plans(options.session.generate)
               : !options.compare.empty()   ? print_comparison(options)
               : !options.take_over.empty() ? copy_plans(options)
                                            : search(options.session);
    } catch (const std::exception &error) {
        std::fflush(stdout);
        fmt::print(stderr, "halenet-tune: error: {}\n", error.what());
        return 1;
    }
}

} // namespace

} // namespace halenet::tune

int main(int argc, char **argv) {
    return halenet::tune::run(argc, argv);
}
