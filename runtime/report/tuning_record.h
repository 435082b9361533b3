#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/report/json.h"

namespace halenet {

/// What a report tells about a tuning: the JSON that generator/tune/result_json.h writes, read.
struct TuningRecord {
    /// Of speed: 0.03 is 3 % faster. Too few measurements have no interval.
    struct Gain {
        double estimate = 0;
        std::optional<double> low{}, high{}; ///< 95 % interval
    };
    /// A plan, or an autoscheduler by its name, that was tried.
    struct Trial {
        std::string plan{};
        std::string outcome{};
        std::string why{};                       ///< it failed; empty: it did not
        std::string reference{};                 ///< the plan that it was compared with
        std::optional<Gain> gain{};              ///< over the reference; nothing where it failed
        std::optional<double> gain_over_start{}; ///< of the search
        std::optional<double> microseconds{};    ///< for one image
        std::int64_t pairs = 0;                  ///< of measurements
    };
    struct Kernel {
        std::string name{};
        double share = 0;               ///< of the time of a step, or of a prediction
        std::int64_t multiply_adds = 0; ///< for one image; 0: it only moves values
        std::string start_plan{}, best_plan{};
        std::optional<double> start_microseconds{}, best_microseconds{}; ///< for one image
        Gain gain{};                                                     ///< of the best over the start
        bool replaced = false;                                           ///< for certain, so the best is used
        std::int64_t candidates = 0, failures = 0;
        std::vector<std::pair<std::string, std::int64_t>> failures_by_outcome{};
        std::vector<Trial> search{}, ranking{}, contenders{};

        [[nodiscard]] const std::string &tuned_plan() const { return replaced ? best_plan : start_plan; }
        [[nodiscard]] std::optional<double> tuned_microseconds() const {
            return replaced ? best_microseconds : start_microseconds;
        }
    };
    struct Comparison {
        std::string what{}; ///< "training step, batch 64, 1 thread"
        double before_microseconds = 0, after_microseconds = 0;
        Gain gain{};
        std::int64_t pairs = 0;
    };

    std::string date{}, model{}, target{}, halide_target{}, halide{};
    std::string cpu{};
    std::int64_t cpus = 0;
    double peak_gflops = 0; ///< of one core
    std::string command{};  ///< tunes so again
    std::string start{};    ///< "shipped" or "portable"
    std::uint64_t seed = 0;
    double budget_seconds = 0, seconds = 0;
    std::int64_t candidates = 0;
    bool stopped = false;   ///< by the user: nothing was measured again, nothing replaced
    bool withdrawn = false; ///< kernels gained, the whole did not: nothing is replaced
    std::vector<Comparison> comparisons{};
    std::vector<Kernel> kernels{}; ///< those with the greatest shares first

    /// The part of one core's peak at which a kernel runs; nothing where it has no multiply-adds or no time.
    [[nodiscard]] std::optional<double> of_peak(const Kernel &kernel, std::optional<double> microseconds) const;
};

/// Throws Error, which begins with `name`, for anything that the tuner does not write.
[[nodiscard]] TuningRecord read_tuning_record(const Json &json, const std::string &name);

/// The autoschedulers that some kernel was given to, in the order of their first.
[[nodiscard]] std::vector<std::string> contenders_of(const TuningRecord &tuning);

/// A kernel's contender of this name; null: it was not asked.
[[nodiscard]] const TuningRecord::Trial *contender_of(const TuningRecord::Kernel &kernel, const std::string &name);

} // namespace halenet
