#include "runtime/report/tuning_tables.h"

#include <algorithm>

#include <fmt/format.h>

namespace halenet {
namespace {

using Gain = TuningRecord::Gain;
using Kernel = TuningRecord::Kernel;
using Trial = TuningRecord::Trial;

std::string text_of(const std::optional<double> &number) {
    return number ? fmt::format("{}", *number) : "nan";
}

std::string text_of(const Gain &gain) {
    return fmt::format("{}\t{}\t{}", gain.estimate, text_of(gain.low), text_of(gain.high));
}

/// A compiler's words may have several lines.
std::string one_cell(std::string text) {
    std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return text;
}

std::string whole_table(const TuningRecord &tuning) {
    std::string table = "what\tbefore_us\tafter_us\tgain\tgain_low\tgain_high\tpairs\n";
    for (const TuningRecord::Comparison &comparison : tuning.comparisons)
        table += fmt::format("{}\t{}\t{}\t{}\t{}\n", one_cell(comparison.what), comparison.before_microseconds,
                             comparison.after_microseconds, text_of(comparison.gain), comparison.pairs);
    return table;
}

std::string kernel_table(const TuningRecord &tuning) {
    std::string table = "kernel\tshare\tmultiply_adds\tstart_us\ttuned_us\tgain\tgain_low\tgain_high\treplaced\t"
                        "candidates\tfailures\tstart_plan\tbest_plan\n";
    for (const Kernel &kernel : tuning.kernels)
        table +=
            fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", one_cell(kernel.name), kernel.share,
                        kernel.multiply_adds, text_of(kernel.start_microseconds), text_of(kernel.tuned_microseconds()),
                        text_of(kernel.gain), kernel.replaced ? 1 : 0, kernel.candidates, kernel.failures,
                        one_cell(kernel.start_plan), one_cell(kernel.best_plan));
    return table;
}

std::string trial_lines(const Kernel &kernel, const char *stage, const std::vector<Trial> &trials) {
    std::string lines;
    for (std::size_t k = 0; k < trials.size(); ++k) {
        const Trial &trial = trials[k];
        lines += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", one_cell(kernel.name), stage, k + 1,
                             trial.outcome, trial.gain ? text_of(*trial.gain) : "nan\tnan\tnan",
                             text_of(trial.gain_over_start), text_of(trial.microseconds), trial.pairs,
                             one_cell(trial.plan), one_cell(trial.reference), one_cell(trial.why));
    }
    return lines;
}

std::string trial_table(const TuningRecord &tuning) {
    std::string table = "kernel\tstage\tn\toutcome\tgain\tgain_low\tgain_high\tgain_over_start\tus\tpairs\tplan\t"
                        "reference\twhy\n";
    for (const Kernel &kernel : tuning.kernels)
        table += trial_lines(kernel, "search", kernel.search) + trial_lines(kernel, "ranking", kernel.ranking) +
                 trial_lines(kernel, "contender", kernel.contenders);
    return table;
}

} // namespace

std::map<std::string, std::string> tables_of(const TuningRecord &tuning) {
    return {
        {"whole.tsv", whole_table(tuning)}, {"kernels.tsv", kernel_table(tuning)}, {"trials.tsv", trial_table(tuning)}};
}

} // namespace halenet
