#include "runtime/report/tuning_page.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "runtime/report/html.h"
#include "runtime/report/numbers.h"
#include "runtime/report/tuning_page_tables.h"

namespace halenet {
namespace {

using Kernel = TuningRecord::Kernel;
using Trial = TuningRecord::Trial;

std::string faster(const TuningRecord::Gain &gain) {
    std::string text =
        fmt::format("{:.1f} % {}", 100 * std::abs(gain.estimate), gain.estimate < 0 ? "slower" : "faster");
    if (gain.low && gain.high)
        text += fmt::format(" (95 % interval {:.1f} to {:.1f})", 100 * *gain.low, 100 * *gain.high);
    return text;
}

/// What came of it, in a sentence or two.
std::string outcome(const TuningRecord &tuning) {
    const auto replaced = std::ranges::count(tuning.kernels, true, &Kernel::replaced);
    if (tuning.withdrawn)
        return "Kernels were faster by other plans, but the whole was not, so each keeps its plan.";
    if (tuning.stopped)
        return "The tuning was stopped before its budget was spent, so each kernel keeps its plan; the same command "
               "goes on.";
    if (replaced == 0)
        return fmt::format("No plan was found that is faster for certain: after {} each kernel keeps its {} plan.",
                           plural(tuning.candidates, "candidate"), tuning.start);
    std::string text = fmt::format("New plans for {} of {}", replaced, plural(std::ssize(tuning.kernels), "kernel"));
    if (!tuning.comparisons.empty()) {
        const TuningRecord::Comparison &first = tuning.comparisons.front();
        text += fmt::format("; {}: {} instead of {}, {}", first.what, time_text(first.after_microseconds),
                            time_text(first.before_microseconds), faster(first.gain));
    }
    return text + ".";
}

std::string header(const TuningRecord &tuning, const Gallery &gallery, const std::string &command) {
    return fmt::format("<header>\n<p class=\"muted\">halenet tune</p>\n<h1>{}</h1>\n<p class=\"muted\">{}</p>\n<p "
                       "class=\"lead\">{}</p>\n"
                       "<pre><code>{}</code></pre>\n{}{}</header>\n",
                       escaped(tuning.model),
                       escaped(fmt::format("{}, for {}, {}", tuning.cpu, tuning.target, tuning.date)),
                       escaped(outcome(tuning)), escaped(command), tuning_figures(tuning),
                       gallery.missing ? note(*gallery.missing) : "");
}

std::string whole(const TuningRecord &tuning, const Gallery &gallery) {
    return stack(figures(gallery, {"gains"}) +
                 (tuning.comparisons.empty() ? "" : card("Step and prediction", whole_rows(tuning))));
}

/// Says where an autoscheduler's schedule is faster than the tuned plan.
std::string contender_note(const TuningRecord &tuning) {
    std::string faster;
    for (const Kernel &kernel : tuning.kernels)
        for (const Trial &contender : kernel.contenders)
            if (const std::optional<double> lead = lead_over(kernel, contender); lead && *lead < 1)
                faster += fmt::format("{}{} by {} ({:.1f} %)", faster.empty() ? "" : ", ", kernel.name, contender.plan,
                                      100 * (1 / *lead - 1));
    return faster.empty() ? "<p>The tuned plans are faster than the autoschedulers' schedules on each kernel.</p>\n"
                          : note(fmt::format("Faster than tuned: {}.", faster));
}

std::string contenders(const TuningRecord &tuning) {
    if (contenders_of(tuning).empty())
        return "";
    return stack(contender_note(tuning) + card("Time for one image", contender_rows(tuning)));
}

std::string search(const TuningRecord &tuning, const Gallery &gallery) {
    const std::string ranking = ranking_rows(tuning);
    const std::string failures = failure_rows(tuning);
    return stack(figures(gallery, {"search"}) +
                 (ranking.empty() ? "" : numbers(gallery, "Plans measured again", ranking)) +
                 (failures.empty() ? "<p>No candidate failed.</p>\n" : card("Candidates that failed", failures)));
}

} // namespace

std::string page_of(const TuningRecord &tuning, const Gallery &gallery, const std::string &command) {
    return page_html(
        tuning.model + ": halenet tune",
        header(tuning, gallery, command) + section("Before and after", whole(tuning, gallery)) +
            section("Kernels", stack(figures(gallery, {"peak"}) + card("Plans", kernel_rows(tuning)))) +
            section("Halide's autoschedulers", contenders(tuning)) + section("The search", search(tuning, gallery)) +
            section("The run", card("Summary", tuning_summary(tuning))) + section("Again", command_card(command)));
}

} // namespace halenet
