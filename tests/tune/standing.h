/// Kernels on their way, as a tuner shows them.
#pragma once

#include "generator/tune/tuner.h"

#include <cmath>
#include <string>
#include <vector>

namespace tune_tests {

using namespace halenet::tune;

/// Of speed, as people tell it: 0.03 is 3 % faster.
inline Interval faster(double estimate, double low, double high) {
    return {std::log1p(estimate), std::log1p(low), std::log1p(high)};
}

inline Trial trial_of(Stage stage, const std::string &plan, const Interval &gain, Outcome outcome = Outcome::measured) {
    return {.question = {.stage = stage, .kernel = "c3_forward", .plan = plan, .reference = "vector 8"},
            .outcome = outcome,
            .gain = gain};
}

/// c3_forward got faster, c1_forward did not.
inline std::vector<KernelResult> standing() {
    return {{.name = "c1_forward",
             .share = 0.125,
             .start_seconds = 0.5e-6,
             .start_plan = "vector 16",
             .best_plan = "vector 16",
             .candidates = 7},
            {.name = "c3_forward",
             .share = 0.25,
             .start_seconds = 2.1e-6,
             .start_plan = "vector 8",
             .best_plan = "vector 16",
             .gain = faster(0.05, 0.04, 0.061),
             .candidates = 1200,
             .failures = 12}};
}

} // namespace tune_tests
