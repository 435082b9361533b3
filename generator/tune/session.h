/// A tuning from its options to its files.
#pragma once

#include "generator/driver/generate.h"
#include "generator/tune/tuner.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace halenet::tune {

struct SessionOptions {
    /// model, one target, use, jobs, and `plans`, the folder that the tuned plans are read from and written to.
    driver::GenerateOptions generate;
    std::vector<std::string> kernels{}; ///< to tune; none: all that matter
    double budget_seconds = 600;
    std::uint64_t seed = 0;
    bool fresh = false;           ///< forget what the record knows of this tuning
    bool portable = false;        ///< begin with every knob at its portable default, and look at no other plans
    bool contenders = false;      ///< measure Halide's autoschedulers beside
    std::filesystem::path record; ///< file, in a folder that is there
    std::filesystem::path json{}; ///< for the result; empty: none
    std::string command;          ///< that tunes so again, for people
};

struct SessionResult {
    TuningResult tuning;
    std::filesystem::path file; ///< of tuned plans; empty: nothing was better, nothing was written
};

/// Tunes, writes the tuned plans of what gained, and the result. `note` is told what a user should know, in a sentence
/// each. Throws std::runtime_error.
[[nodiscard]] SessionResult run_session(const SessionOptions &options, Watcher &watcher,
                                        const std::function<void(const std::string &)> &note,
                                        const std::function<bool()> &stopped);

/// The kernels that can be named: those of the model's program that have knobs, and "settings".
[[nodiscard]] std::vector<std::string> kernels_with_knobs(const driver::GenerateOptions &options);

/// The libraries that two sets of plans make, whole, the first against the second. The plans are those of every kernel
/// that has knobs. Throws std::runtime_error.
[[nodiscard]] std::vector<Comparison> compare_plans(const driver::GenerateOptions &options, const Plans &before,
                                                    const Plans &after, const std::function<bool()> &stopped);

} // namespace halenet::tune
