#include "runtime/cli/recipes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/cli/augmentation.h"

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
        .name = "augmented",
        .purpose = "the best accuracy in twice the time: every epoch sees each image moved and turned anew",
        .options = {.epochs = 16,
                    .batch = 64,
                    .learning_rate = 4e-3,
                    .schedule = Schedule::one_cycle,
                    .augment = {.pixels = 1.5, .degrees = 8}},
    },
    Recipe{
        .name = "tutorial",
        .purpose = "what the usual Keras tutorial does, for comparison",
        .options = {.epochs = 10, .batch = 128, .learning_rate = 1e-3, .schedule = Schedule::constant},
    },
    Recipe{
        .name = "fastest-99",
        .purpose = "99 % test accuracy in the least time",
        .options = {.epochs = 1,
                    .batch = 32,
                    .learning_rate = 5e-3,
                    .schedule = Schedule::one_cycle,
                    .label_smoothing = 0.1,
                    .validation = 0,
                    .first_images = 8192,
                    .beta2 = 0.99},
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

std::string_view optimizer_name(Optimizer optimizer) {
    return optimizer == Optimizer::adam ? "adam" : "sgd";
}

Optimizer optimizer_named(std::string_view name) {
    return name == optimizer_name(Optimizer::adam) ? Optimizer::adam : Optimizer::sgd;
}

std::vector<std::string> spelled(const TrainerOptions &options) {
    std::vector<std::string> spelled{
        fmt::format("--epochs {}", options.epochs),
        fmt::format("--batch {}", options.batch),
        fmt::format("--learning-rate {}", options.learning_rate),
        fmt::format("--lr-schedule {}", schedule_name(options.schedule)),
        fmt::format("--optimizer {}", optimizer_name(options.optimizer)),
        fmt::format("--weight-decay {}", options.weight_decay),
        fmt::format("--label-smoothing {}", options.label_smoothing),
        fmt::format("--augment {}", text_of(options.augment)),
        fmt::format("--early-stopping {}", options.early_stopping.patience),
        fmt::format("--validation {}", options.validation),
        fmt::format("--first-images {}", options.first_images),
    };
    spelled.push_back(options.optimizer == Optimizer::sgd ? fmt::format("--momentum {}", options.momentum)
                                                          : fmt::format("--beta2 {}", options.beta2));
    return spelled;
}

} // namespace halenet::cli
