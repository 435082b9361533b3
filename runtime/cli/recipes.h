#pragma once

#include <span>
#include <string_view>

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

} // namespace halenet::cli
