#include "generator/tune/summary.h"

#include "generator/tune/progress_text.h"
#include "generator/tune/texts.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/text_table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace halenet::tune {

namespace {

/// Of speed of the whole: what a candidate should bring to be worth a word.
constexpr double wanted = 0.03;

std::vector<std::string> row_of(const KernelResult &kernel) {
    const bool found = kernel.best_plan != kernel.start_plan;
    return {kernel.name,
            microseconds_text(kernel.start_seconds),
            kernel.replaced ? microseconds_text(best_seconds(kernel)) : "-",
            found ? gain_text(kernel.gain) : "-",
            kernel.replaced ? "yes" : "no",
            fmt::format("{}", kernel.candidates),
            fmt::format("{}", kernel.failures)};
}

/// Some candidate alone made the whole that much faster for certain, whether it is the best or not.
bool has_what_is_wanted(const KernelResult &kernel) {
    return std::ranges::any_of(kernel.trials, [&](const Trial &trial) {
        return trial.question.stage != Stage::contender && trial.question.reference == kernel.start_plan &&
               is_measurement(trial) && kernel.share * -std::expm1(-trial.gain.low) > wanted / (1 + wanted);
    });
}

std::string outcome_of(const TuningResult &result) {
    const auto replaced = std::ranges::count_if(result.kernels, &KernelResult::replaced);
    if (result.stopped) {
        return "Stopped before the end: no plan was replaced. The same command goes on where this one was.";
    }
    if (result.withdrawn) {
        return "Kernels gained, but the whole became slower: no plan was replaced.";
    }
    if (replaced == 0) {
        return "No plan was replaced: none was found whose gain has a 95 % interval above zero.";
    }
    return fmt::format("{} of {} have a new plan.", replaced, plural(std::ssize(result.kernels), "kernel"));
}

} // namespace

std::string comparison_line(const Comparison &comparison) {
    return fmt::format("{}: {} -> {} us, {}, {}", comparison.what, microseconds_text(comparison.before_seconds),
                       microseconds_text(comparison.after_seconds), gain_text(comparison.gain),
                       plural(comparison.pairs, "pair"));
}

std::string summary_of(const TuningResult &result) {
    std::vector<std::vector<std::string>> rows{{"kernel", "start us", "tuned us", "gain", "new", "tried", "failed"}};
    int candidates = 0;
    for (const KernelResult *kernel : by_share(result.kernels)) {
        rows.push_back(row_of(*kernel));
        candidates += kernel->candidates;
    }
    std::string text = text_table(rows, "<>><<>>") + "\n";
    for (const Comparison &comparison : result.comparisons) {
        text += capitalised(comparison_line(comparison)) + "\n";
    }
    text += outcome_of(result);
    const bool gained = !result.comparisons.empty() && std::expm1(result.comparisons.front().gain.low) > wanted;
    if (candidates > 0 && !gained && std::ranges::none_of(result.kernels, has_what_is_wanted)) {
        text += fmt::format(" No candidate of {} had a 95 % interval above 3 % of the whole.", grouped(candidates));
    }
    return text + "\n";
}

} // namespace halenet::tune
