#include "generator/tune/progress_text.h"

#include "generator/tune/texts.h"
#include "runtime/report/numbers.h"
#include "runtime/terminal/text.h"
#include "runtime/terminal/text_table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace halenet::tune {

namespace {

constexpr int least_bar = 10;
constexpr int most_bar = 40;
/// Behind the last line a terminal shows that Ctrl-C was pressed, and would scroll where there is no room.
constexpr int echo = 2;

bool is_faster(const KernelResult &kernel) {
    return kernel.best_plan != kernel.start_plan;
}

std::string elapsed(const Progress &progress) {
    const double used = progress.budget_seconds - std::max(0.0, progress.seconds_left);
    return fmt::format("{} of {}", clock_time(std::floor(used)), clock_time(progress.budget_seconds));
}

std::string tried(const Progress &progress) {
    return fmt::format("{}, {} failed", plural(progress.candidates, "candidate"), progress.failures);
}

std::vector<std::string> row_of(const KernelResult &kernel, bool brief) {
    const bool faster = is_faster(kernel);
    return {kernel.name,
            fmt::format("{:.1f} %", 100 * kernel.share),
            microseconds_text(kernel.start_seconds),
            faster ? microseconds_text(best_seconds(kernel)) : "-",
            faster ? gain_text(kernel.gain, brief) : "-",
            fmt::format("{}", kernel.candidates),
            fmt::format("{}", kernel.failures)};
}

} // namespace

void count(Progress &progress, std::span<const KernelResult> kernels) {
    progress.kernels = static_cast<int>(kernels.size());
    progress.faster = static_cast<int>(std::ranges::count_if(kernels, is_faster));
    progress.candidates = progress.failures = 0;
    for (const KernelResult &kernel : kernels) {
        progress.candidates += kernel.candidates;
        progress.failures += kernel.failures;
    }
}

std::vector<const KernelResult *> by_share(std::span<const KernelResult> kernels) {
    std::vector<const KernelResult *> ranked;
    for (const KernelResult &kernel : kernels) {
        ranked.push_back(&kernel);
    }
    // By address where they are equal: in their own order.
    std::ranges::sort(ranked, {}, [](const KernelResult *kernel) { return std::pair(-kernel->share, kernel); });
    return ranked;
}

std::vector<std::string> kernel_lines(std::span<const KernelResult> kernels, int width, int height) {
    const std::vector<const KernelResult *> ranked = by_share(kernels);
    const std::size_t room = static_cast<std::size_t>(std::max(1, height - 1)); // for kernels
    const std::size_t shown = ranked.size() <= room ? ranked.size() : room - 1;

    const auto table = [&](bool brief) {
        std::vector<std::vector<std::string>> rows{
            {"kernel", "share", "start us", "best us", "gain", "tried", "failed"}};
        for (std::size_t k = 0; k < shown; ++k) {
            rows.push_back(row_of(*ranked[k], brief));
        }
        return aligned(std::move(rows), "<>>><>>");
    };
    std::vector<std::string> lines = table(false);
    if (std::ssize(std::ranges::max(lines, {}, &std::string::size)) > width) {
        lines = table(true);
    }
    if (shown < ranked.size()) {
        lines.push_back(fmt::format("and {} more", ranked.size() - shown));
    }
    return lines;
}

std::string trial_text(const Trial &trial) {
    std::string text = fmt::format("{}, {}: ", trial.question.kernel, trial.question.plan);
    if (!is_measurement(trial)) {
        return text + name_of(trial.outcome);
    }
    return text + gain_text(trial.gain, true) + (trial.outcome == Outcome::dropped ? ", dropped" : "");
}

std::vector<std::string> progress_lines(const Progress &progress, int width) {
    std::string doing = capitalised(progress.stage);
    if (!progress.last.empty()) {
        doing += "; last " + progress.last;
    }
    std::string time = elapsed(progress);
    if (progress.seconds_left > 0) {
        time += fmt::format(", {} left", clock_time(progress.seconds_left));
    }
    time += "; " + tried(progress);
    if (const int room = width - echo - static_cast<int>(time.size()) - 2;
        room >= least_bar && progress.budget_seconds > 0) {
        const double part = 1 - progress.seconds_left / progress.budget_seconds;
        time = bar_of(part, std::min(room, most_bar)) + "  " + time;
    }
    doing.resize(std::min(doing.size(), static_cast<std::size_t>(width)));
    time.resize(std::min(time.size(), static_cast<std::size_t>(std::max(0, width - echo))));
    return {doing, time};
}

std::string progress_line(const Progress &progress) {
    return fmt::format("{}: {}, {} of {} faster", elapsed(progress), tried(progress), progress.faster,
                       plural(progress.kernels, "kernel"));
}

std::string best_line(const KernelResult &kernel) {
    return fmt::format("{}: {} -> {} us, {}, by {}", kernel.name, microseconds_text(kernel.start_seconds),
                       microseconds_text(best_seconds(kernel)), gain_text(kernel.gain), kernel.best_plan);
}

std::string record_line(int trials, const std::filesystem::path &record) {
    return fmt::format("{} taken from the record {}", plural(trials, "trial"), record.string());
}

double best_seconds(const KernelResult &kernel) {
    return kernel.start_seconds * std::exp(-kernel.gain.estimate); // pairs tell more than two medians of other times
}

} // namespace halenet::tune
