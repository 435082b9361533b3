/// The result of a tuning as generator/tune/result_json.h writes it, to write reports about.
#pragma once

#include <string>
#include <utility>

#include "runtime/report/json.h"

namespace report_tests {

inline halenet::Json gain_of(double estimate) {
    return {{"estimate", estimate}, {"low", estimate - 0.005}, {"high", estimate + 0.005}};
}

inline halenet::Json measured_trial(const std::string &plan, double gain, double us_image) {
    return {{"plan", plan},         {"outcome", "measured"}, {"why", nullptr}, {"reference", "vector 8, rows 2"},
            {"us_image", us_image}, {"gain", gain_of(gain)}, {"pairs", 20},    {"gain_over_start", gain}};
}

inline halenet::Json failed_trial(const std::string &plan, const std::string &outcome, const std::string &why) {
    return {{"plan", plan},        {"outcome", outcome}, {"why", why}, {"reference", "vector 8, rows 2"},
            {"us_image", nullptr}, {"gain", nullptr},    {"pairs", 0}, {"gain_over_start", nullptr}};
}

/// A kernel of 1,000 multiply-adds and 2 us whose search found `best`, 10 % faster, and where one candidate crashed.
inline halenet::Json tuned_kernel(const std::string &name, const std::string &best) {
    using halenet::Json;
    return {{"name", name},
            {"share", 0.5},
            {"multiply_adds", 1000},
            {"start", {{"plan", "vector 8, rows 2"}, {"us_image", 2.0}}},
            {"best", {{"plan", best}, {"us_image", 1.8}, {"gain", gain_of(0.1)}}},
            {"replaced", true},
            {"candidates", 2},
            {"failures", 1},
            {"failures_by_outcome", {{"crashed", 1}}},
            {"search",
             Json::array({measured_trial(best, 0.12, 1.78), failed_trial("vector 8, rows 7", "crashed", "signal 11")})},
            {"ranking", Json::array({measured_trial(best, 0.1, 1.8)})},
            {"contenders",
             {{"Mullapudi2016", failed_trial("", "no build", "no estimates")},
              {"Adams2019", measured_trial("", -0.5, 4.0)}}}};
}

/// A kernel that multiplies nothing and keeps its plan.
inline halenet::Json kept_kernel(const std::string &name) {
    using halenet::Json;
    return {{"name", name},
            {"share", 0.25},
            {"multiply_adds", 0},
            {"start", {{"plan", "vector 4"}, {"us_image", 0.25}}},
            {"best", {{"plan", "vector 4"}, {"us_image", 0.25}, {"gain", gain_of(0)}}},
            {"replaced", false},
            {"candidates", 0},
            {"failures", 0},
            {"failures_by_outcome", Json::object()},
            {"search", Json::array()},
            {"ranking", Json::array()},
            {"contenders", Json::object()}};
}

inline halenet::Json tuning_of(halenet::Json kernels) {
    using halenet::Json;
    return {{"format", "halenet-tuning"},
            {"version", 1},
            {"date", "2026-11-27"},
            {"model", "lenet5"},
            {"target", "x86-64-v3"},
            {"halide_target", "x86-64-linux-avx2"},
            {"halide", "21.0.0"},
            {"machine", {{"cpu", "A CPU"}, {"cpus", 2}, {"peak_gflops", 4.0}}},
            {"command", "halenet tune --seed 7"},
            {"start", "shipped"},
            {"seed", 7},
            {"budget_seconds", 600},
            {"seconds", 300},
            {"candidates", 2},
            {"stopped", false},
            {"withdrawn", false},
            {"comparisons", Json::array({{{"what", "training step, batch 64, 1 thread"},
                                          {"before_us", 550.0},
                                          {"after_us", 500.0},
                                          {"gain", gain_of(0.1)},
                                          {"pairs", 60}}})},
            {"kernels", std::move(kernels)}};
}

} // namespace report_tests
