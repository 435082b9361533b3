/// Times of plans, made up so that the best plan is known: that of all plans which takes the least.
#pragma once

#include "schedules/knobs.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace halenet::tune {

using schedules::Space;
using schedules::Values;

struct Surface {
    Space space;
    std::function<double(const Values &)> time;
};

inline std::vector<int> values_up_to(int most) {
    std::vector<int> values;
    for (int value = 1; value <= most; ++value) {
        values.push_back(value);
    }
    return values;
}

/// Each knob does its part, whatever the others do.
inline Surface separable() {
    return {.space = {.names = {"vector", "vectors", "columns", "unroll", "copies", "inside"},
                      .values = {{4, 8, 16}, values_up_to(8), values_up_to(12), {1, 2, 4, 8}, {0, 1}, {0, 1}},
                      .shipped = {8, 4, 8, 1, 1, 0}},
            .time = [](const Values &p) {
                return 10 + 8.0 / p[0] + std::abs(p[1] - 6) + 0.3 * std::abs(p[2] - 5) +
                       0.2 * std::abs(std::log2(p[3]) - 1) + 0.5 * (1 - p[4]) + 0.15 * p[5];
            }};
}

/// A product of 28 columns and 96 filters with `registers` of them: blocks of vectors x columns amortize loads and
/// loops until they spill. What fits no block is computed twice.
inline Surface register_blocks(int registers) {
    const Space space{.names = {"vector", "vectors", "columns", "unroll", "store", "copies", "inside"},
                      .values = {{4, 8, 16},
                                 values_up_to(6),
                                 {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28},
                                 {1, 2, 4, 5, 8},
                                 {4, 8, 16},
                                 {0, 1},
                                 {0, 1}},
                      .shipped = {8, 2, 6, 5, 8, 1, 0},
                      .refusal = [registers](const Values &p) -> std::string {
                          return p[1] * p[2] > registers + 4 ? "the block is too large" : "";
                      }};
    return {.space = space, .time = [registers](const Values &p) {
                const int block = p[1] * p[2];
                const double blocks = std::ceil(96.0 / (p[0] * p[1])) * std::ceil(28.0 / p[2]);
                const double spilled = std::max(block + p[1] + 1 - registers, 0);
                const double term = std::max({block / 2.0, (p[1] + p[2]) / 2.0, 4.0}) + 2.0 / p[3] + 1.2 * spilled;
                return blocks * (25 * term + 30 + block) * (p[4] == p[0] ? 1 : 1.03) * (p[5] == 1 ? 0.93 : 1) *
                       ((p[6] == 1) == (p[1] > 1) ? 0.98 : 1);
            }};
}

/// A wide basin, and far from it a narrow one that is deeper.
inline Surface deceptive() {
    return {.space = {.names = {"a", "b", "c", "flag"},
                      .values = {values_up_to(8), values_up_to(8), values_up_to(4), {0, 1}},
                      .shipped = {4, 4, 2, 0}},
            .time = [](const Values &p) {
                const double wide = 10 + 0.25 * (std::abs(p[0] - 3) + std::abs(p[1] - 3) + std::abs(p[2] - 2) + p[3]);
                const double narrow =
                    9 + 0.5 * (std::abs(p[0] - 7) + std::abs(p[1] - 6) + std::abs(p[2] - 4) + 1 - p[3]);
                return std::min(wide, narrow);
            }};
}

inline std::vector<Values> legal_plans(const Space &space) {
    std::vector<Values> plans{{}};
    for (const std::vector<int> &values : space.values) {
        std::vector<Values> longer;
        for (const Values &plan : plans) {
            for (const int value : values) {
                longer.push_back(plan);
                longer.back().push_back(value);
            }
        }
        plans = longer;
    }
    std::erase_if(plans, [&](const Values &plan) { return !why_not(space, plan).empty(); });
    return plans;
}

inline double least_time(const Surface &surface) {
    double least = HUGE_VAL;
    for (const Values &plan : legal_plans(surface.space)) {
        least = std::min(least, surface.time(plan));
    }
    return least;
}

} // namespace halenet::tune
