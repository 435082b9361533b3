#include "generator/tune/options.h"

#include "generator/driver/version.h"
#include "runtime/terminal/text.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <thread>

namespace halenet::tune {

namespace {

/// Makes of "10m" the seconds, as CLI11 reads them.
std::string budget_seconds(std::string &text) {
    const std::optional<double> seconds = seconds_meant_by(text);
    if (!seconds || *seconds < least_budget_seconds) {
        return fmt::format("found \"{}\", expected a time such as 90s, 10m or 1h30m, at least {} s: less is not enough "
                           "to measure anything",
                           text, least_budget_seconds);
    }
    text = fmt::format("{}", *seconds);
    return {};
}

void add_what_to_tune(CLI::App &app, SessionOptions &session) {
    app.add_option("--model", session.generate.model, "Model description (model.json), written by halenet-reader");
    app.add_option("--target", session.generate.targets, "One that halenet-generate knows, which this machine can run")
        ->capture_default_str();
    app.add_option("--for", session.generate.use, "train (and classify), or classify alone")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, driver::Use>{{"train", driver::Use::train}, {"classify", driver::Use::classify}}));
    app.add_option("--kernel", session.kernels, "Tune this kernel alone; may be given several times")
        ->allow_extra_args(false);
    app.add_option("--from", session.portable, "The plans to begin with: shipped, or portable, each knob's first value")
        ->transform(CLI::CheckedTransformer(std::map<std::string, bool>{{"shipped", false}, {"portable", true}}));
}

void add_how_to_tune(CLI::App &app, SessionOptions &session) {
    app.add_option("--budget", session.budget_seconds, "Time to spend, such as 90s, 10m or 1h30m")
        ->transform(CLI::Validator(budget_seconds, ""))
        ->capture_default_str();
    app.add_option("--seed", session.seed, "Of the search's choices")->capture_default_str();
    app.add_option("--jobs", session.generate.jobs, "Candidates to compile at once")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    app.add_flag("--fresh", session.fresh, "Measure anew what the record knows");
    app.add_flag("--contenders", session.contenders, "Measure Halide's own autoschedulers beside");
    app.add_option("--record", session.record, "File that keeps each measurement, in place of the one in the cache");
    app.add_option("--plans", session.generate.plans, "Folder of tuned plans, in place of halenet's own");
    app.add_option("--json", session.json, "File for the result");
    app.add_option("--command", session.command, "What a person calls to tune so again, for the result");
}

void check_together(const Options &options) {
    const int modes = (options.show ? 1 : 0) + (options.compare.empty() ? 0 : 1) + (options.take_over.empty() ? 0 : 1);
    if (modes > 1) {
        throw CLI::ValidationError("found several of --show, --compare and --take-over, expected one");
    }
    if (!options.show && options.session.generate.model.empty()) {
        throw CLI::RequiredError("--model");
    }
}

} // namespace

std::optional<int> parse_options(int argc, char **argv, Options &options) {
    options.session.generate.jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    CLI::App app{"Searches faster plans for the kernels of a model, by measuring, and keeps them as the target's tuned "
                 "plans."};
    app.name("halenet-tune");
    app.set_version_flag("--version", driver::version);
    add_what_to_tune(app, options.session);
    add_how_to_tune(app, options.session);
    app.add_flag("--show", options.show, "Print the target's tuned plans with their evidence, and nothing else");
    app.add_option("--compare", options.compare,
                   "Two targets or files: how their tuned plans differ, and what that brings")
        ->expected(2);
    app.add_option("--take-over", options.take_over, "Copy the tuned plans of this target, without measuring");
    app.add_flag("--with-parent", options.with_parent, "End when the program that started this one does");
    try {
        app.parse(argc, argv);
        check_together(options);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return std::nullopt;
}

} // namespace halenet::tune
