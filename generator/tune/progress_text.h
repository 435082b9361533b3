/// What a person is told while a tuning runs: pure functions from how it stands to lines of ASCII.
#pragma once

#include "generator/tune/tuner.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace halenet::tune {

/// How a tuning stands as a whole.
struct Progress {
    std::string stage;  ///< "searching"
    std::string last{}; ///< what was learnt last, from trial_text
    double budget_seconds = 0;
    double seconds_left = 0; ///< of the budget; may be below zero
    int kernels = 0, faster = 0;
    int candidates = 0, failures = 0;
};

/// Fills in what the kernels tell: how many there are, are faster than at the start, and what was tried.
void count(Progress &progress, std::span<const KernelResult> kernels);

/// Those that hold most of the time first.
[[nodiscard]] std::vector<const KernelResult *> by_share(std::span<const KernelResult> kernels);

/// A table of at most `height` lines, which `width` decides the columns of: a heading, then the kernels that hold most
/// of the time. The last line tells how many others there are, where they do not fit.
[[nodiscard]] std::vector<std::string> kernel_lines(std::span<const KernelResult> kernels, int width, int height);

/// "c3_forward, vector 16, columns 5: +1.2 %", or why there is no number.
[[nodiscard]] std::string trial_text(const Trial &trial);

/// Two lines of at most `width` columns below the table: what goes on, and a bar with the time, which leaves two
/// columns.
[[nodiscard]] std::vector<std::string> progress_lines(const Progress &progress, int width);

/// The same for a log: "4:10 of 10:00: 213 candidates, 12 failed, 3 of 21 kernels faster".
[[nodiscard]] std::string progress_line(const Progress &progress);

/// "c3_forward: 1.250 -> 1.211 us, +3.2 % [+2.1, +4.4], by vector 16, columns 5".
[[nodiscard]] std::string best_line(const KernelResult &kernel);

/// "412 trials taken from the record FILE".
[[nodiscard]] std::string record_line(int trials, const std::filesystem::path &record);

/// Of the plan that is the best so far; 0: not known.
[[nodiscard]] double best_seconds(const KernelResult &kernel);

} // namespace halenet::tune
