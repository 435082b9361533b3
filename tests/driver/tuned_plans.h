/// Tuned plans for tests.
#pragma once

#include "generator/driver/emit.h"
#include "generator/driver/tuned_plans.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace halenet::driver::testing {

inline constexpr const char *v3 = "x86-64-linux-avx-avx2-f16c-fma-sse41";

inline Evidence evidence() {
    return {.machine = "AMD EPYC 9R14",
            .date = "2026-11-27",
            .halide = halide_version(),
            .start = "vector 8, columns 4",
            .start_microseconds = 12.34567,
            .microseconds = 11.98765,
            .gain = 0.0312345,
            .gain_low = 0.0198765,
            .gain_high = 0.0412345,
            .candidates = 120,
            .pairs = 40};
}

inline TunedPlan plan_of(const std::string &kernel, std::map<std::string, int> plan) {
    return {.kernel = kernel,
            .generator = "conv2d_forward",
            .parameters = {{"name", kernel}},
            .plan = std::move(plan),
            .evidence = evidence()};
}

inline TunedPlans plans_of(std::vector<TunedPlan> plans) {
    return {.target = "x86-64-v3", .halide_target = v3, .plans = std::move(plans), .file = "tuned/x86-64-v3.json"};
}

} // namespace halenet::driver::testing
