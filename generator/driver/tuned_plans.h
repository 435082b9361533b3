/// Tuned plans: schedules/tuned/<target>.json, which the tuner writes and generation uses. Readable, one line a knob,
/// sorted, so that a diff shows what changed; each plan with the evidence that it is faster.
#pragma once

#include "generator/driver/program.h"
#include "generator/driver/target.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace halenet::driver {

/// The evidence for a plan.
struct Evidence {
    std::string machine{}; ///< the processor's name, or "taken over from x86-64-v3, not measured"
    std::string date{};    ///< "2026-11-27"
    std::string halide{};  ///< version
    std::string start{};   ///< the plan that it was compared with, as text
    double start_microseconds = 0, microseconds = 0; ///< for one image, medians
    double gain = 0, gain_low = 0, gain_high = 0;    ///< of speed, 0.03 is 3 % faster; 95 % interval
    int candidates = 0;                              ///< plans that were tried
    int pairs = 0;                                   ///< that the interval comes from
};

/// A kernel's plan. The kernel is its generator and parameters: models share what has the same shape.
struct TunedPlan {
    std::string kernel{}; ///< name in the model that it was tuned for, for people
    std::string generator{};
    std::map<std::string, std::string> parameters{};
    std::map<std::string, int> plan{}; ///< knob to value
    Evidence evidence{};
};

/// "columns 5, vector 16"
[[nodiscard]] std::string plan_text(const TunedPlan &tuned);

/// Whether a plan is of a kernel, or of the same one as another plan.
[[nodiscard]] bool is_of_kernel(const TunedPlan &plan, const auto &kernel) {
    return plan.generator == kernel.generator && plan.parameters == kernel.parameters;
}

/// A kernel's plan as knobs and their values, and the kernel; still without evidence.
[[nodiscard]] TunedPlan tuned_plan_of(const Kernel &kernel, const schedules::Values &values);

/// A file of tuned plans.
struct TunedPlans {
    std::string target{};           ///< "x86-64-v3"
    std::string halide_target{};    ///< Halide's words for it
    std::vector<TunedPlan> plans{}; ///< of each kernel one
    std::filesystem::path file{};   ///< that it was read from, for sentences
};

/// JSON and back, sorted by generator and parameters; times have 4 significant digits, gains 4 decimals. Throws
/// std::runtime_error naming the place in the text, what was found and what was expected.
[[nodiscard]] std::string to_json(const TunedPlans &plans);
[[nodiscard]] TunedPlans tuned_plans_from_json(const std::string &text);

/// Throws std::runtime_error naming the file.
[[nodiscard]] TunedPlans read_tuned_file(const std::filesystem::path &file);

/// The file of a target in a folder; and its plans, none where there is no file (then `halide_target` is empty).
/// Throws std::runtime_error naming the file.
[[nodiscard]] std::filesystem::path tuned_file(const std::filesystem::path &folder, const std::string &target);
[[nodiscard]] TunedPlans read_tuned_plans(const std::filesystem::path &folder, const std::string &target);

/// The targets that have a file in the folder, by name; none where there is no folder. And those of them that are not
/// `target`, the likest first: of the same architecture, then of the nearest vector width, then of the nearest number
/// of registers. Throws std::runtime_error naming the file.
[[nodiscard]] std::vector<std::string> tuned_targets(const std::filesystem::path &folder);
[[nodiscard]] std::vector<std::string> nearest_tuned(const std::filesystem::path &folder, const Target &target);

/// Puts `newer` in the place of plans of the same kernels, and adds the others.
void merge(TunedPlans &plans, const std::vector<TunedPlan> &newer);

/// Where a plan comes from, for the manifest: "tuned on AMD EPYC 9R14, 2026-11-27".
[[nodiscard]] std::string origin_of(const Evidence &evidence);

/// Chooses tuned plans for kernels. A plan that is none of the kernel's space any more, because the kernel has changed
/// since, is named to `note` in a sentence and not applied; the kernel then keeps its computed plan. So are, once for
/// all of them, plans that were tuned with another version of Halide.
[[nodiscard]] PlanChooser chooser_of(const TunedPlans &plans, const std::function<void(const std::string &)> &note);

} // namespace halenet::driver
