/// Plans as what a search turns, a file holds and a manifest tells: each kind of plan lists its fields as knobs, beside
/// the function that computes the shipped plan. A knob that is listed is searched; there is nothing else to do for it.
///
/// For each kind of plan there are two functions, found by the plan's type:
///
///     Knobs knobs_of(Plan &plan, const Machine &machine, const Shape &...shape);
///     std::string refusal_of(const Plan &plan, const Machine &machine, const Shape &...shape);
///
/// The refusal says why no kernel can run so, as a sentence without a full stop, and is empty where one can. It is
/// asked only of plans whose knobs have listed values. A search that knows nothing yet takes the knobs in their order:
/// list first what matters most, the vector, then the register block, then the rest. Nothing that decides bits is a
/// knob (docs/tuning.md).
#pragma once

#include "schedules/machine.h"

#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace halenet::schedules {

/// A field of a plan, and the values that it may take, rising; of a bool 0 and 1. The first one is the portable
/// default, which suits any machine: a plan with each knob at its first value is never refused.
struct Knob {
    const char *name;
    std::variant<int *, bool *> field;
    std::vector<int> values;
};
using Knobs = std::vector<Knob>;

/// The value of each knob, in the order of a space.
using Values = std::vector<int>;

[[nodiscard]] Values values_of(const Knobs &knobs);
void set_values(const Knobs &knobs, const Values &values);

/// All plans that a kernel may run by, with their type forgotten.
struct Space {
    std::vector<std::string> names{};       ///< of the knobs; none: the kernel runs in one way only
    std::vector<std::vector<int>> values{}; ///< that each may take, rising
    Values shipped{};                       ///< the plan computed from target and shape
    std::function<std::string(const Values &)> refusal = [](const Values & /*all*/) { return std::string(); };

    [[nodiscard]] Values portable() const; ///< each knob at its first value
};

/// "vector 16, columns 5".
[[nodiscard]] std::string to_text(const Space &space, const Values &values);

/// The plan that to_text wrote. Throws std::runtime_error for an unknown knob, a missing one, a value that is not
/// listed, and a plan that is refused.
[[nodiscard]] Values from_text(const Space &space, const std::string &text);

/// Why a plan is none of the space's, as a sentence without a full stop; empty where it is one.
[[nodiscard]] std::string why_not(const Space &space, const Values &values);

/// The space around the shipped plan.
template <typename Plan, typename... Shape>
[[nodiscard]] Space space_of(const Plan &shipped, const Machine &machine, const Shape &...shape) {
    Space space;
    Plan plan = shipped;
    const Knobs knobs = knobs_of(plan, machine, shape...);
    for (const Knob &knob : knobs) {
        space.names.emplace_back(knob.name);
        space.values.push_back(knob.values);
    }
    space.shipped = values_of(knobs);
    space.refusal = [=](const Values &values) {
        Plan tried = shipped;
        set_values(knobs_of(tried, machine, shape...), values);
        return refusal_of(tried, machine, shape...);
    };
    return space;
}

/// A generator's plan: the one that `text` tells, or else the shipped one.
template <typename Plan, typename... Shape>
[[nodiscard]] Plan chosen_plan(const std::string &text, Plan shipped, const Machine &machine, const Shape &...shape) {
    if (!text.empty()) {
        set_values(knobs_of(shipped, machine, shape...), from_text(space_of(shipped, machine, shape...), text));
    }
    return shipped;
}

// ---- Values for knobs, rising.

/// Powers of two that `extent` floats fill at least once, from 4 (what every machine with vectors has), or else the
/// widest below it, to the widest vector of the machine.
[[nodiscard]] std::vector<int> vector_values(const Machine &machine, int extent);
/// 1 to `most`, all of them up to 8, then every second one, and `most` itself.
[[nodiscard]] std::vector<int> count_values(int most);
/// The divisors of `extent` that are at most `most`.
[[nodiscard]] std::vector<int> divisor_values(int extent, int most);
/// What tile_of gives, and what lies between: counts and divisors of `extent` that are at most `most`.
[[nodiscard]] std::vector<int> tile_values(int extent, int most);
/// All values of both, each once.
[[nodiscard]] std::vector<int> united(const std::vector<int> &a, const std::vector<int> &b);
/// 0, and 1 where the flag may be set.
[[nodiscard]] std::vector<int> flag_values(bool may_be_set = true);

} // namespace halenet::schedules
