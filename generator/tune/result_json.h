/// What came of a tuning, as JSON: for `halenet tune --json`, and for the report page (runtime/report/tuning_record.h).
#pragma once

#include "generator/tune/tuner.h"

#include <cstdint>
#include <map>
#include <string>

namespace halenet::tune {

/// What a result holds beside what the tuner found: where, when and how.
struct ResultContext {
    std::string model;         ///< "lenet5"
    std::string target;        ///< "x86-64-v3"
    std::string halide_target; ///< Halide's words for it
    std::string halide;        ///< version
    std::string cpu;           ///< the processor's name
    int cpus = 0;              ///< that the tuner may use
    double peak_gflops = 0;    ///< of one core, 2 operations a multiply-add
    std::string date;          ///< "2026-11-27"
    std::string start;         ///< "shipped" or "portable": the plans that gains refer to
    std::string command;       ///< that tunes so again
    std::uint64_t seed = 0;
    double budget_seconds = 0;
    std::map<std::string, std::int64_t> multiply_adds; ///< of each kernel, for one image; 0: it only moves values
};

/// {format: "halenet-tuning", version: 1, units, what ResultContext tells, seconds, candidates, stopped, comparisons:
/// [...], kernels: [...]}; a kernel has its search, its ranking and its contenders with all that each trial told.
/// Gains are of speed, 0.03 is 3 % faster; what was not measured is null.
[[nodiscard]] std::string result_json(const TuningResult &result, const ResultContext &context);

} // namespace halenet::tune
