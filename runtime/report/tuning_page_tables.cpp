#include "runtime/report/tuning_page_tables.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "runtime/report/html.h"
#include "runtime/report/html_table.h"
#include "runtime/report/numbers.h"

namespace halenet {
namespace {

using Gain = TuningRecord::Gain;
using Kernel = TuningRecord::Kernel;
using Trial = TuningRecord::Trial;

constexpr std::size_t most_reasons = 3; // of each way to fail

/// "vector 16, columns 5" as names and values.
std::vector<std::pair<std::string, std::string>> knobs_of(const std::string &plan) {
    std::vector<std::pair<std::string, std::string>> knobs;
    std::istringstream parts(plan);
    for (std::string part; std::getline(parts >> std::ws, part, ',');) {
        const std::size_t space = std::min(part.find(' '), part.size());
        knobs.emplace_back(part.substr(0, space), part.substr(std::min(space + 1, part.size())));
    }
    return knobs;
}

/// A plan, and what it changes in another one of the same kernel. A knob stays on its line.
std::string change_html(const std::string &from, const std::string &to) {
    const auto before = knobs_of(from);
    const auto after = knobs_of(to);
    std::string html;
    for (std::size_t k = 0; k < after.size(); ++k) {
        const auto &[name, value] = after[k];
        const bool known = k < before.size() && before[k].first == name;
        const bool changed = !known || before[k].second != value;
        const std::string old = known && changed ? before[k].second + "\u00a0\u2192\u00a0" : "";
        html += fmt::format("{}<span class=\"{}\">{}\u00a0{}{}</span>", k == 0 ? "" : ", ", changed ? "right" : "muted",
                            escaped(name), escaped(old), escaped(value));
    }
    return html;
}

/// A gain in the colour of what it means.
std::string gain_html(const Gain &gain, bool counts) {
    return counts ? fmt::format("<span class=\"right\">{}</span>", escaped(gain_text(gain))) : escaped(gain_text(gain));
}

std::string contender_cell(const Kernel &kernel, const std::string &name) {
    const Trial *trial = contender_of(kernel, name);
    if (trial == nullptr)
        return "";
    return trial->gain ? time_text(trial->microseconds) : escaped(trial->outcome);
}

/// The tuned plan against the better of the autoschedulers.
std::string lead_cell(const Kernel &kernel) {
    std::optional<double> least;
    for (const Trial &contender : kernel.contenders)
        if (const std::optional<double> lead = lead_over(kernel, contender); lead && (!least || *lead < *least))
            least = lead;
    if (!least)
        return "";
    return fmt::format("<span class=\"{}\">{:.2f}</span>", *least > 1 ? "right" : "wrong", *least);
}

/// Of one way to fail: how often, and examples with different reasons.
struct Failures {
    std::int64_t count = 0;
    std::vector<std::string> reasons{};  ///< that were told
    std::vector<std::string> examples{}; ///< HTML
};

std::map<std::string, Failures> failures_of(const TuningRecord &tuning) {
    std::map<std::string, Failures> all;
    for (const Kernel &kernel : tuning.kernels) {
        for (const auto &[outcome, count] : kernel.failures_by_outcome)
            all[outcome].count += count;
        for (const Trial &trial : kernel.search) {
            if (trial.gain)
                continue;
            Failures &failures = all[trial.outcome];
            if (failures.examples.size() == most_reasons ||
                std::ranges::find(failures.reasons, trial.why) != failures.reasons.end())
                continue;
            failures.reasons.push_back(trial.why);
            failures.examples.push_back(fmt::format("{}: {} <span class=\"muted\">({})</span>", escaped(kernel.name),
                                                    escaped(trial.why), escaped(trial.plan)));
        }
    }
    return all;
}

/// The kernel that gained the most, by the lower end of its interval.
std::string greatest_gain(const TuningRecord &tuning) {
    const Kernel *best = nullptr;
    for (const Kernel &kernel : tuning.kernels)
        if (kernel.replaced && kernel.gain.low && (best == nullptr || *kernel.gain.low > *best->gain.low))
            best = &kernel;
    return best == nullptr ? "none" : fmt::format("{}, {}", best->name, gain_text(best->gain));
}

} // namespace

std::string gain_text(const Gain &gain) {
    const double size = std::abs(gain.estimate);
    const int decimals = size < 0.01 ? 2 : size < 1 ? 1 : 0;
    const std::string estimate = fmt::format("{:+.{}f} %", 100 * gain.estimate, decimals);
    return gain.low && gain.high
               ? fmt::format("{0} ({1:.{3}f} to {2:.{3}f})", estimate, 100 * *gain.low, 100 * *gain.high, decimals)
               : estimate;
}

std::string time_text(const std::optional<double> &microseconds) {
    if (!microseconds)
        return "?";
    const bool long_time = *microseconds >= 1000;
    const double time = long_time ? 1e-3 * *microseconds : *microseconds;
    const int decimals = time < 1 ? 3 : time < 10 ? 2 : time < 100 ? 1 : 0;
    return fmt::format("{:.{}f} {}", time, decimals, long_time ? "ms" : "us");
}

std::optional<double> lead_over(const Kernel &kernel, const Trial &contender) {
    if (!contender.gain)
        return std::nullopt;
    return (1 + (kernel.replaced ? kernel.gain.estimate : 0)) / (1 + contender.gain->estimate);
}

std::string tuning_figures(const TuningRecord &tuning) {
    std::string figures;
    const auto add = [&](const TuningRecord::Comparison &comparison) {
        figures += key_figure(comparison.what, fmt::format("{:+.1f} %", 100 * comparison.gain.estimate),
                              fmt::format("{} \u2192 {}", time_text(comparison.before_microseconds),
                                          time_text(comparison.after_microseconds)));
    };
    // A step on one thread, and one image; the table has those between.
    if (!tuning.comparisons.empty())
        add(tuning.comparisons.front());
    if (tuning.comparisons.size() > 1)
        add(tuning.comparisons.back());
    std::int64_t failures = 0;
    for (const Kernel &kernel : tuning.kernels)
        failures += kernel.failures;
    figures += key_figure("Plans replaced", grouped(std::ranges::count(tuning.kernels, true, &Kernel::replaced)),
                          fmt::format("of {}", plural(std::ssize(tuning.kernels), "kernel"))) +
               key_figure("Candidates", grouped(tuning.candidates), fmt::format("{} failed", grouped(failures))) +
               key_figure("Time", fmt::format("{:.1f} min", tuning.seconds / 60),
                          fmt::format("of a budget of {:.1f}", tuning.budget_seconds / 60));
    return figure_cards(figures);
}

std::string whole_rows(const TuningRecord &tuning) {
    std::vector<Row> rows{{"", "Before", "After", "Gain (95 % interval)", "Pairs"}};
    for (const TuningRecord::Comparison &comparison : tuning.comparisons)
        rows.push_back({escaped(comparison.what), time_text(comparison.before_microseconds),
                        time_text(comparison.after_microseconds), escaped(gain_text(comparison.gain)),
                        grouped(comparison.pairs)});
    return table_of(rows, "tall");
}

std::string kernel_rows(const TuningRecord &tuning) {
    std::vector<Row> rows{
        {"Kernel", "Share", "Before", "Tuned", "of peak", "Gain (95 % interval)", "Tried", "Failed", "Plan"}};
    for (const Kernel &kernel : tuning.kernels) {
        const std::optional<double> of_peak = tuning.of_peak(kernel, kernel.tuned_microseconds());
        rows.push_back({escaped(kernel.name), fmt::format("{:.1f} %", 100 * kernel.share),
                        time_text(kernel.start_microseconds), time_text(kernel.tuned_microseconds()),
                        of_peak ? fmt::format("{:.0f} %", 100 * *of_peak) : "",
                        kernel.best_plan == kernel.start_plan ? "" : gain_html(kernel.gain, kernel.replaced),
                        grouped(kernel.candidates), grouped(kernel.failures),
                        change_html(kernel.start_plan, kernel.tuned_plan())});
    }
    return table_of(rows, "plans tall");
}

std::string contender_rows(const TuningRecord &tuning) {
    const std::vector<std::string> names = contenders_of(tuning);
    std::vector<Row> rows{{"Kernel", "Before", "Tuned"}};
    for (const std::string &name : names)
        rows.front().push_back(escaped(name));
    rows.front().emplace_back("Times as fast as the better");
    for (const Kernel &kernel : tuning.kernels) {
        if (kernel.contenders.empty())
            continue;
        Row row{escaped(kernel.name), time_text(kernel.start_microseconds), time_text(kernel.tuned_microseconds())};
        for (const std::string &name : names)
            row.push_back(contender_cell(kernel, name));
        row.push_back(lead_cell(kernel));
        rows.push_back(std::move(row));
    }
    return table_of(rows, "tall");
}

std::string ranking_rows(const TuningRecord &tuning) {
    std::vector<Row> rows{{"Kernel", "Time", "Gain (95 % interval)", "Pairs", "Plan"}};
    for (const Kernel &kernel : tuning.kernels)
        for (const Trial &trial : kernel.ranking)
            rows.push_back({escaped(kernel.name), time_text(trial.microseconds),
                            trial.gain ? gain_html(*trial.gain, kernel.replaced && trial.plan == kernel.best_plan)
                                       : escaped(trial.outcome),
                            grouped(trial.pairs), change_html(kernel.start_plan, trial.plan)});
    return rows.size() == 1 ? "" : table_of(rows, "plans tall");
}

std::string failure_rows(const TuningRecord &tuning) {
    std::vector<Row> rows{{"Outcome", "Candidates", "For instance"}};
    for (const auto &[outcome, failures] : failures_of(tuning))
        rows.push_back(
            {escaped(outcome), grouped(failures.count), fmt::format("{}", fmt::join(failures.examples, "<br>"))});
    return rows.size() == 1 ? "" : table_of(rows, "plans tall");
}

std::string tuning_summary(const TuningRecord &tuning) {
    return facts(
        fact("Machine", fmt::format("{}, {}, {:.0f} GFLOP/s at most of one core", tuning.cpu,
                                    plural(tuning.cpus, "CPU"), tuning.peak_gflops)) +
        fact("Target", fmt::format("{} ({})", tuning.target, tuning.halide_target)) +
        fact("Versions", fmt::format("halenet {}, Halide {}", HALENET_VERSION, tuning.halide)) +
        fact("Date", tuning.date) + fact("Compared with", fmt::format("the {} plans", tuning.start)) +
        fact("Seed", fmt::format("{}", tuning.seed)) + fact("Greatest gain for certain", greatest_gain(tuning)) +
        fact("Evidence", "measured in pairs, before and after in turns; a gain is the median of the means of all two "
                         "differences (Hodges-Lehmann), its interval that of Wilcoxon's signed-rank test"));
}

} // namespace halenet
