#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <halenet/trainer.h>

namespace halenet::cli {

/// A named set of options for `halenet train`.
struct Recipe {
    std::string_view name;
    std::string_view purpose;
    TrainerOptions options;
};

/// The first one is what a training without --recipe takes.
[[nodiscard]] std::span<const Recipe> recipes();

/// `name` must be a recipe's.
[[nodiscard]] const Recipe &recipe_named(std::string_view name);

[[nodiscard]] std::string_view schedule_name(Schedule schedule);

/// `name` must be one that schedule_name gives.
[[nodiscard]] Schedule schedule_named(std::string_view name);

[[nodiscard]] std::string_view optimizer_name(Optimizer optimizer);

/// `name` must be one that optimizer_name gives.
[[nodiscard]] Optimizer optimizer_named(std::string_view name);

/// The options of `halenet train` that mean the same, whatever recipe would be the default: all that a recipe decides.
[[nodiscard]] std::vector<std::string> spelled(const TrainerOptions &options);

} // namespace halenet::cli
