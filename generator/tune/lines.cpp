#include "generator/tune/lines.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace halenet::tune {

using schedules::Space;
using schedules::Values;

namespace {

void add_if_legal(std::vector<Values> &line, const Space &space, const Values &plan) {
    if (schedules::why_not(space, plan).empty()) {
        line.push_back(plan);
    }
}

/// Appends the half of along_product in which `leader` takes a step and `follower` makes up for it.
void add_steps(std::vector<Values> &line, const Space &space, const Values &plan, std::size_t leader,
               std::size_t follower) {
    const std::vector<int> &values = space.values[leader], &others = space.values[follower];
    const auto here = std::ranges::lower_bound(values, plan[leader]);
    const auto there = std::ranges::lower_bound(others, plan[follower]);
    for (auto value = values.begin(); value != values.end(); ++value) {
        const bool is_step = std::abs(value - here) == 1 || *value == 2 * *here || 2 * *value == *here;
        const std::span<const int> choice =
            value > here ? std::span(others.begin(), there) : std::span(there + 1, others.end());
        if (!is_step || choice.empty()) {
            continue;
        }
        const double wanted = static_cast<double>(*here) * *there / *value;
        Values changed = plan;
        changed[leader] = *value;
        changed[follower] =
            *std::ranges::min_element(choice, {}, [&](int count) { return std::abs(std::log(count / wanted)); });
        add_if_legal(line, space, changed);
    }
}

} // namespace

std::vector<Values> along_knob(const Space &space, const Values &plan, std::size_t knob) {
    std::vector<Values> line;
    for (const int value : space.values[knob]) {
        Values changed = plan;
        changed[knob] = value;
        add_if_legal(line, space, changed);
    }
    return line;
}

bool is_count(const Space &space, std::size_t knob) {
    return space.values[knob].front() > 0;
}

std::vector<Values> along_product(const Space &space, const Values &plan, std::size_t one, std::size_t other) {
    std::vector<Values> line;
    add_steps(line, space, plan, one, other);
    add_steps(line, space, plan, other, one);
    return line;
}

std::vector<Values> spread_over(const std::vector<Values> &plans, std::size_t count) {
    if (plans.size() <= count) {
        return plans;
    }
    std::vector<Values> chosen;
    for (std::size_t i = 0; i < count; ++i) {
        chosen.push_back(plans[i * (plans.size() - 1) / (count - 1)]);
    }
    return chosen;
}

} // namespace halenet::tune
