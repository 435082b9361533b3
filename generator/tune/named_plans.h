/// Tuned plans that a person names, and what becomes of them for a model.
#pragma once

#include "generator/driver/generate.h"
#include "generator/driver/tuned_plans.h"
#include "generator/tune/laboratory.h"

#include <filesystem>
#include <functional>
#include <string>

namespace halenet::tune {

/// The plans of a target that has some in `folder`, or of a file: what has a slash in it or ends with .json. Throws
/// std::runtime_error.
[[nodiscard]] driver::TunedPlans plans_named(const std::string &text, const std::filesystem::path &folder);

/// Of each kernel of the options' model that can be tuned the plan that is among `plans`, or else the computed one.
/// `note` is told of plans that do not fit.
[[nodiscard]] Plans plans_for_model(const driver::GenerateOptions &options, const driver::TunedPlans &plans,
                                    const std::function<void(const std::string &)> &note);

/// What was taken over from other plans into a target's file.
struct TakenOver {
    int taken = 0; ///< kernels that have a plan now
    int kept = 0;  ///< kernels that had been tuned for the target itself
    std::filesystem::path file{};
};

/// Copies the plans that fit kernels of the options' model into the file of the options' target, with the evidence that
/// they were taken over and not measured. Throws std::runtime_error.
[[nodiscard]] TakenOver take_over(const driver::GenerateOptions &options, const driver::TunedPlans &plans,
                                  const std::function<void(const std::string &)> &note);

} // namespace halenet::tune
