/// The tuner: asks a laboratory about plans of a model's kernels and keeps what was answered.
#pragma once

#include "generator/tune/laboratory.h"
#include "generator/tune/record.h"
#include "schedules/knobs.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halenet::tune {

/// A kernel to tune.
struct Subject {
    std::string name; ///< within the library
    schedules::Space space;
    schedules::Values start;                 ///< the plan that all gains refer to
    std::vector<schedules::Values> others{}; ///< plans to try next, of other targets
    double share = 0;                        ///< of the time that counts; its share of the budget too
    bool is_kernel = true;                   ///< else the program's settings, which no autoscheduler knows
};

struct TunerOptions {
    double budget_seconds = 600;
    std::uint64_t seed = 0;
    std::size_t ranked = 5;                ///< of a kernel's best plans, that are measured again
    std::vector<std::string> contenders{}; ///< autoschedulers to measure beside; not of the budget
};

/// How a kernel stands: what a live table shows and, at the end, the result tells.
struct KernelResult {
    std::string name;
    double share = 0;
    double start_seconds = 0;              ///< for one image, by the plan of the start; 0: not known yet
    std::string start_plan{}, best_plan{}; ///< equal: nothing better was found
    Interval gain{};                       ///< of best_plan over start_plan; until it was ranked an estimate
    bool replaced = false;                 ///< ranked, and the interval lies above zero
    int candidates = 0, failures = 0;      ///< plans that were tried; of them, those without a measurement
    std::vector<Trial> trials{};           ///< in order: the search, the ranking, the contenders
};

struct TuningResult {
    std::vector<KernelResult> kernels;
    std::vector<Comparison> comparisons{}; ///< of the whole, before and after; empty where nothing was replaced
    double seconds = 0;                    ///< of the budget, earlier runs included
    bool stopped = false;                  ///< by the user: nothing was ranked, nothing replaced
    bool withdrawn =
        false; ///< kernels gained, the whole did not: its time has an interval below zero, nothing is replaced
};

/// The plans that replace those of the start.
[[nodiscard]] Plans new_plans(const TuningResult &result);

/// Told what happens, for people who watch.
class Watcher {
  public:
    Watcher() = default;
    Watcher(const Watcher &) = delete;
    Watcher &operator=(const Watcher &) = delete;
    virtual ~Watcher() = default;

    virtual void on_trial(const KernelResult &kernel, const Trial &trial, bool from_record) = 0;
    virtual void on_progress(const std::vector<KernelResult> &kernels, double seconds_left) = 0;
    virtual void on_stage(const std::string &what) = 0; ///< "measuring the best plans again"
};

/// Searches until the budget is spent, less what the ranking needs; then ranks and compares. `stopped` is asked between
/// two lines of plans. The same record, options and answers give the same result. Throws what record and laboratory
/// throw.
[[nodiscard]] TuningResult tune(const std::vector<Subject> &subjects, const TunerOptions &options, Record &record,
                                Laboratory &laboratory, Watcher &watcher, const std::function<bool()> &stopped);

} // namespace halenet::tune
