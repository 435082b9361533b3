#include "generator/tune/checks.h"

#include "generator/driver/nearest.h"
#include "generator/driver/requirements.h"
#include "generator/driver/tuned_plans.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace halenet::tune {

driver::Target one_target(const std::string &list) {
    const std::vector<driver::Target> targets = driver::parse_targets(list);
    if (targets.size() != 1) {
        throw std::runtime_error(fmt::format("--target: found {} targets, expected one; each is tuned on its own, by "
                                             "the same command",
                                             targets.size()));
    }
    return targets.front();
}

void check_runs_here(const driver::Target &target, const std::filesystem::path &plans) {
    if (driver::runs_here(target.halide).value_or(false)) {
        return;
    }
    std::vector<std::string> possible;
    for (const driver::NamedTarget &named : driver::named_targets()) {
        if (driver::runs_here(driver::parse_targets(named.name).front().halide).value_or(false)) {
            possible.emplace_back(named.name);
        }
    }
    const std::vector<std::string> tuned = driver::nearest_tuned(plans, target);
    throw std::runtime_error(fmt::format(
        "this machine cannot run {}, so nothing can be measured for it; it can tune {}; {}", target.name,
        fmt::join(possible, ", "),
        tuned.empty()
            ? "no other target has tuned plans yet that could be taken over"
            : fmt::format("--take-over {} copies the plans of the nearest target that was tuned", tuned.front())));
}

void check_kernels(const std::vector<std::string> &names, const std::vector<std::string> &kernels) {
    for (const std::string &name : names) {
        if (std::ranges::find(kernels, name) == kernels.end()) {
            throw std::runtime_error(fmt::format("--kernel: found \"{}\", which is no kernel of the model's that has "
                                                 "knobs, expected {}",
                                                 name, driver::nearest(name, kernels)));
        }
    }
}

} // namespace halenet::tune
