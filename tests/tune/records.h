/// Records for tests: a key, a row of trials, and a record that is open.
#pragma once

#include "generator/tune/record.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace halenet::tune::testing {

inline const RecordKey key{.target = "x86-64-linux-avx2",
                           .cpu = "AMD EPYC 9R14",
                           .halide = "21.0.0",
                           .start = "shipped",
                           .kernels = {{"c1_forward", "11"}, {"c3_forward", "33"}}};

/// The `number`th of a row of trials that differ.
inline Trial trial_of(int number) {
    return {.question = {.stage = Stage::search,
                         .kernel = "c1_forward",
                         .plan = fmt::format("vector 8, columns {}", number),
                         .reference = "vector 8, columns 1"},
            .gain = {.estimate = number / 3.0, .low = number / 7.0, .high = number / 1.7},
            .pairs = number,
            .seconds = 1e-6 / (number + 1),
            .bytes = 100};
}

/// A record that is open, and what it told.
struct Opened {
    std::vector<std::string> notes{};
    Record record;

    explicit Opened(const std::filesystem::path &path, const RecordKey &of = key)
        : record(path, of, [this](const std::string &note) { notes.push_back(note); }) {}
};

/// Writes a record of this many trials.
inline void write_record(const std::filesystem::path &path, int trials, const RecordKey &of = key) {
    Opened opened(path, of);
    for (int number = 0; number < trials; ++number) {
        opened.record.add(trial_of(number));
    }
}

inline std::vector<std::string> plans_of(const Record &record) {
    std::vector<std::string> plans;
    for (const Trial &trial : record.trials()) {
        plans.push_back(trial.question.plan);
    }
    return plans;
}

/// Of the first trials of the row, but for the one of this number.
inline std::vector<std::string> plans_of_first(int trials, int missing = -1) {
    std::vector<std::string> plans;
    for (int number = 0; number < trials; ++number) {
        if (number != missing) {
            plans.push_back(trial_of(number).question.plan);
        }
    }
    return plans;
}

} // namespace halenet::tune::testing
