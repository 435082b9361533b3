#include "generator/tune/plans_text.h"

#include "generator/tune/texts.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/text_table.h"

#include <cmath>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace halenet::tune {

using driver::Evidence;
using driver::TunedPlan;
using driver::TunedPlans;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string gain_of(const Evidence &evidence) {
    return evidence.pairs == 0
               ? "not measured"
               : gain_text({std::log1p(evidence.gain), std::log1p(evidence.gain_low), std::log1p(evidence.gain_high)});
}

/// What makes two kernels of different models the same.
using KernelKey = std::pair<std::string, std::map<std::string, std::string>>;

std::map<KernelKey, const TunedPlan *> by_kernel(const TunedPlans &plans) {
    std::map<KernelKey, const TunedPlan *> kernels;
    for (const TunedPlan &plan : plans.plans) {
        kernels[{plan.generator, plan.parameters}] = &plan;
    }
    return kernels;
}

/// One of them may be null.
void add_difference(Rows &rows, const TunedPlan *a, const TunedPlan *b) {
    std::set<std::string> knobs;
    for (const TunedPlan *plan : {a, b}) {
        for (const auto &[knob, value] : plan != nullptr ? plan->plan : std::map<std::string, int>()) {
            knobs.insert(knob);
        }
    }
    const auto value_in = [](const TunedPlan *plan, const std::string &knob) {
        return plan != nullptr && plan->plan.contains(knob) ? fmt::format("{}", plan->plan.at(knob)) : "-";
    };
    std::string kernel = (a != nullptr ? a : b)->kernel;
    for (const std::string &knob : knobs) {
        if (value_in(a, knob) != value_in(b, knob)) {
            rows.push_back({std::exchange(kernel, ""), knob, value_in(a, knob), value_in(b, knob)});
        }
    }
    rows.push_back({"", "gain", a != nullptr ? gain_of(a->evidence) : "-", b != nullptr ? gain_of(b->evidence) : "-"});
}

/// Below each line the plan, which is too long for a column.
std::string evidence_table(const std::vector<const TunedPlan *> &plans) {
    Rows rows{{"kernel", "from us", "to us", "gain", "tried", "date"}};
    for (const TunedPlan *plan : plans) {
        const Evidence &evidence = plan->evidence;
        rows.push_back({plan->kernel, microseconds_text(1e-6 * evidence.start_microseconds),
                        microseconds_text(1e-6 * evidence.microseconds), gain_of(evidence),
                        grouped(evidence.candidates), evidence.date});
    }
    const std::vector<std::string> lines = aligned(std::move(rows), "<>><><");
    std::string text = lines.front() + "\n";
    for (std::size_t k = 0; k < plans.size(); ++k) {
        text += fmt::format("{}\n  {}\n", lines[k + 1], plan_text(*plans[k]));
    }
    return text;
}

} // namespace

std::string plans_text(const TunedPlans &plans) {
    if (plans.plans.empty()) {
        return fmt::format("No plan was tuned for {} yet: {} does not exist. Kernels run by the plans that halenet "
                           "computes.\n",
                           plans.target, plans.file.string());
    }
    std::map<std::string, std::vector<const TunedPlan *>> machines;
    for (const TunedPlan &plan : plans.plans) {
        machines[fmt::format("{} (Halide {})", capitalised(plan.evidence.machine), plan.evidence.halide)].push_back(
            &plan);
    }
    std::string text = fmt::format("{}, {}: {}\n", plans.target, plans.halide_target, plans.file.string());
    for (const auto &[machine, measured] : machines) {
        text += fmt::format("\n{}:\n{}", machine, evidence_table(measured));
    }
    return text;
}

std::string differences_text(const TunedPlans &a, const TunedPlans &b) {
    const std::map<KernelKey, const TunedPlan *> in_a = by_kernel(a), in_b = by_kernel(b);
    const bool named = a.target != b.target;
    Rows rows{{"kernel", "", named ? a.target : a.file.string(), named ? b.target : b.file.string()}};
    std::map<KernelKey, const TunedPlan *> all = in_a;
    all.insert(in_b.begin(), in_b.end());
    int same = 0;
    for (const auto &[key, plan] : all) {
        const auto found_a = in_a.find(key), found_b = in_b.find(key);
        const TunedPlan *plan_a = found_a == in_a.end() ? nullptr : found_a->second;
        const TunedPlan *plan_b = found_b == in_b.end() ? nullptr : found_b->second;
        if (plan_a != nullptr && plan_b != nullptr && plan_a->plan == plan_b->plan) {
            ++same;
        } else {
            add_difference(rows, plan_a, plan_b);
        }
    }
    const std::string table = rows.size() > 1 ? text_table(rows) + "\n" : "";
    return table + fmt::format("{} of {} have the same plan in both.\n", same, plural(std::ssize(all), "kernel"));
}

} // namespace halenet::tune
