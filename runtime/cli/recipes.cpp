#include "runtime/cli/recipes.h"

#include <algorithm>
#include <array>

namespace halenet::cli {
namespace {

// Chosen on the validation split alone.
constexpr std::array all_recipes{
    Recipe{
        .name = "default",
        .purpose = "the best accuracy in a few seconds",
        .options = {.epochs = 8, .batch = 64, .learning_rate = 4e-3, .schedule = Schedule::one_cycle},
    },
    Recipe{
        .name = "tutorial",
        .purpose = "what the usual Keras tutorial does, for comparison",
        .options = {.epochs = 10, .batch = 128, .learning_rate = 1e-3, .schedule = Schedule::constant},
    },
};

struct ScheduleName {
    Schedule schedule;
    std::string_view name;
};
constexpr std::array schedule_names{
    ScheduleName{Schedule::constant, "constant"},
    ScheduleName{Schedule::one_cycle, "one-cycle"},
};

} // namespace

std::span<const Recipe> recipes() {
    return all_recipes;
}

const Recipe &recipe_named(std::string_view name) {
    return *std::ranges::find(all_recipes, name, &Recipe::name);
}

std::string_view schedule_name(Schedule schedule) {
    return std::ranges::find(schedule_names, schedule, &ScheduleName::schedule)->name;
}

Schedule schedule_named(std::string_view name) {
    return std::ranges::find(schedule_names, name, &ScheduleName::name)->schedule;
}

} // namespace halenet::cli
