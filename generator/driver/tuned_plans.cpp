#include "generator/driver/tuned_plans.h"

#include "generator/driver/emit.h"
#include "runtime/files/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace halenet::driver {

namespace {

namespace fs = std::filesystem;

using Note = std::function<void(const std::string &)>;

/// The plans that this version of Halide was tuned with.
std::vector<TunedPlan> usable(const TunedPlans &plans, const Note &note) {
    std::vector<TunedPlan> usable;
    std::map<std::string, int> others; ///< plans by version
    for (const TunedPlan &plan : plans.plans) {
        if (plan.evidence.halide == halide_version()) {
            usable.push_back(plan);
        } else {
            ++others[plan.evidence.halide];
        }
    }
    for (const auto &[version, count] : others) {
        note(fmt::format("{}: {} not used, because {} tuned with Halide {} and this is Halide {}; halenet tune makes "
                         "new ones",
                         plans.file.string(), count == 1 ? "1 plan is" : fmt::format("{} plans are", count),
                         count == 1 ? "it was" : "they were", version, halide_version()));
    }
    return usable;
}

} // namespace

std::string plan_text(const TunedPlan &tuned) {
    std::string text;
    for (const auto &[knob, value] : tuned.plan) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", knob, value);
    }
    return text;
}

TunedPlan tuned_plan_of(const Kernel &kernel, const schedules::Values &values) {
    TunedPlan plan{.kernel = kernel.name,
                   .generator = kernel.generator,
                   .parameters = kernel.parameters,
                   .plan = {},
                   .evidence = {}};
    for (std::size_t k = 0; k < values.size(); ++k) {
        plan.plan[kernel.space.names[k]] = values[k];
    }
    return plan;
}

fs::path tuned_file(const fs::path &folder, const std::string &target) {
    return folder / (target + ".json");
}

TunedPlans read_tuned_file(const fs::path &file) {
    const std::string text = read_file(file);
    try {
        TunedPlans plans = tuned_plans_from_json(text);
        plans.file = file;
        return plans;
    } catch (const std::runtime_error &error) {
        throw std::runtime_error(fmt::format("{}: {}", file.string(), error.what()));
    }
}

TunedPlans read_tuned_plans(const fs::path &folder, const std::string &target) {
    const fs::path file = tuned_file(folder, target);
    std::error_code ignored;
    if (fs::status(file, ignored).type() == fs::file_type::not_found) {
        return {.target = target, .halide_target = "", .plans = {}, .file = file};
    }
    TunedPlans plans = read_tuned_file(file);
    if (plans.target != target) {
        throw std::runtime_error(fmt::format(R"({}: /target: found "{}", expected "{}", as the file is named)",
                                             file.string(), plans.target, target));
    }
    return plans;
}

std::vector<std::string> tuned_targets(const fs::path &folder) {
    std::error_code error;
    if (fs::status(folder, error).type() == fs::file_type::not_found) {
        return {};
    }
    std::vector<std::string> targets;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() == ".json") {
            targets.push_back(entry->path().stem().string());
        }
    }
    if (error) {
        throw std::runtime_error(fmt::format("{}: cannot be read ({}), a folder of tuned plans was expected",
                                             folder.string(), error.message()));
    }
    std::ranges::sort(targets);
    return targets;
}

std::vector<std::string> nearest_tuned(const fs::path &folder, const Target &target) {
    const schedules::Machine machine = schedules::machine_of(target.halide);
    std::vector<std::pair<std::tuple<bool, int, int>, std::string>> ranked;
    for (const std::string &name : tuned_targets(folder)) {
        if (name != target.name) {
            const Halide::Target other(read_tuned_plans(folder, name).halide_target);
            const schedules::Machine other_machine = schedules::machine_of(other);
            ranked.push_back({{architecture_of(other) != architecture_of(target.halide),
                               std::abs(other_machine.vector_floats - machine.vector_floats),
                               std::abs(other_machine.vector_registers - machine.vector_registers)},
                              name});
        }
    }
    std::ranges::sort(ranked);
    std::vector<std::string> names;
    std::ranges::transform(ranked, std::back_inserter(names), [](const auto &entry) { return entry.second; });
    return names;
}

void merge(TunedPlans &plans, const std::vector<TunedPlan> &newer) {
    for (const TunedPlan &plan : newer) {
        std::erase_if(plans.plans, [&](const TunedPlan &old) { return is_of_kernel(old, plan); });
        plans.plans.push_back(plan);
    }
}

std::string origin_of(const Evidence &evidence) {
    return evidence.pairs > 0 ? fmt::format("tuned on {}, {}", evidence.machine, evidence.date) : evidence.machine;
}

PlanChooser chooser_of(const TunedPlans &plans, const Note &note) {
    return [file = plans.file, plans = usable(plans, note), note](Kernel &kernel) {
        const auto tuned =
            std::ranges::find_if(plans, [&](const TunedPlan &plan) { return is_of_kernel(plan, kernel); });
        if (tuned == plans.end()) {
            return;
        }
        try {
            kernel.plan = schedules::from_text(kernel.space, plan_text(*tuned));
            kernel.plan_from = origin_of(tuned->evidence);
        } catch (const std::runtime_error &error) {
            note(fmt::format("{}: the plan of {} is not used, because {}; halenet tune makes a new one", file.string(),
                             kernel.name, error.what()));
        }
    };
}

} // namespace halenet::driver
