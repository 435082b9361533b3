#include "generator/tune/named_plans.h"

#include "generator/driver/emit.h"
#include "generator/driver/library_builder.h"
#include "generator/tune/texts.h"
#include "runtime/files/files.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace halenet::tune {

namespace fs = std::filesystem;
using driver::Kernel;
using driver::TunedPlan;
using driver::TunedPlans;

namespace {

using Note = std::function<void(const std::string &)>;

/// The kernels of the options' model for their first target, as they run by the plans that halenet computes.
std::vector<Kernel> computed_kernels(const driver::GenerateOptions &options) {
    std::vector<std::string> ignored;
    const driver::Library library = driver::planned(options, ignored);
    std::vector<Kernel> kernels;
    for (const Kernel *kernel : driver::kernels_with_knobs(library.isas.front().program)) {
        kernels.push_back(*kernel);
        kernels.back().plan = kernel->space.shipped;
        kernels.back().plan_from.clear();
    }
    return kernels;
}

/// Evidence of its origin in place of the one that another target gave.
TunedPlan taken_over(const Kernel &kernel, const std::string &origin) {
    TunedPlan plan = driver::tuned_plan_of(kernel, kernel.plan);
    plan.evidence = {.machine = fmt::format("taken over from {}, not measured", origin),
                     .date = today(),
                     .halide = driver::halide_version(),
                     .start = to_text(kernel.space, kernel.space.shipped)};
    return plan;
}

} // namespace

TunedPlans plans_named(const std::string &text, const fs::path &folder) {
    if (text.find('/') != std::string::npos || text.ends_with(".json")) {
        return driver::read_tuned_file(text);
    }
    const std::vector<std::string> targets = driver::tuned_targets(folder);
    const std::string name =
        std::ranges::find(targets, text) != targets.end() ? text : driver::parse_targets(text).front().name;
    TunedPlans plans = driver::read_tuned_plans(folder, name);
    if (plans.plans.empty()) {
        throw std::runtime_error(fmt::format("no plan was tuned for {} yet, {} was expected", name,
                                             targets.empty()
                                                 ? fmt::format("a file (there is none in {})", folder.string())
                                                 : fmt::format("{} or a file", fmt::join(targets, ", "))));
    }
    return plans;
}

Plans plans_for_model(const driver::GenerateOptions &options, const TunedPlans &plans, const Note &note) {
    const driver::PlanChooser choose = driver::chooser_of(plans, note);
    Plans texts;
    for (Kernel &kernel : computed_kernels(options)) {
        choose(kernel);
        texts[kernel.name] = plan_text(kernel);
    }
    return texts;
}

TakenOver take_over(const driver::GenerateOptions &options, const TunedPlans &plans, const Note &note) {
    const driver::Target target = driver::parse_targets(options.targets).front();
    const fs::path folder = driver::plans_folder(options);
    TunedPlans own = driver::read_tuned_plans(folder, target.name);
    own.halide_target = target.halide.to_string();
    const auto is_tuned = [&](const Kernel &kernel) {
        return std::ranges::any_of(own.plans, [&](const TunedPlan &plan) {
            return driver::is_of_kernel(plan, kernel) && plan.evidence.pairs > 0;
        });
    };
    TakenOver result{.file = driver::tuned_file(folder, target.name)};
    const driver::PlanChooser choose = driver::chooser_of(plans, note);
    std::vector<TunedPlan> newer;
    for (Kernel &kernel : computed_kernels(options)) {
        choose(kernel);
        if (kernel.plan_from.empty()) {
            continue; // the other target has none that fits
        }
        if (is_tuned(kernel)) {
            ++result.kept;
        } else {
            newer.push_back(taken_over(kernel, plans.target));
        }
    }
    result.taken = static_cast<int>(newer.size());
    if (result.taken > 0) {
        merge(own, newer);
        write_file_atomically(result.file, to_json(own));
    }
    return result;
}

} // namespace halenet::tune
