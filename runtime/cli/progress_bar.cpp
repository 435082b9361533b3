#include "runtime/cli/progress_bar.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/report/numbers.h"
#include "runtime/terminal/text.h"

namespace halenet::cli {
namespace {

// Faster than an eye follows, slow enough to cost nothing.
constexpr std::chrono::milliseconds redraw_time{80};

constexpr int least_bar = 10;
constexpr int most_bar = 30;

} // namespace

std::string progress_line(const Progress &progress, int width) {
    const StepReport &step = progress.step;
    const double part = static_cast<double>(step.epoch_images) / static_cast<double>(step.train_images);
    std::string line = fmt::format("Epoch {}/{} {:3.0f}%", step.epoch, step.epochs, 100 * part);

    // In the order of the line, which is also from the first to go to the last.
    const std::array<std::string, 4> parts{
        fmt::format("  {} images/s", grouped(static_cast<std::int64_t>(progress.images_per_second))),
        fmt::format("  ETA {}", clock_time(progress.seconds_left)),
        fmt::format("  loss {:.4f}", step.metrics.loss()),
        fmt::format("  acc {:.4f}", step.metrics.accuracy()),
    };
    int left = width - static_cast<int>(line.size());
    std::size_t first = parts.size();
    while (first > 0 && static_cast<int>(parts[first - 1].size()) <= left)
        left -= static_cast<int>(parts[--first].size());
    if (first == 0 && left > least_bar)
        line += ' ' + bar_of(part, std::min(left - 1, most_bar));
    for (; first < parts.size(); ++first)
        line += parts[first];
    return line;
}

ProgressBar::ProgressBar() : line_(stdout) {
    begin_epoch();
}

void ProgressBar::begin_epoch() {
    line_.clear();
    epoch_start_ = Clock::now();
    last_drawn_ = {};
}

void ProgressBar::update(const StepReport &step) {
    if (!line_.live())
        return;
    const Clock::time_point now = Clock::now();
    if (now - last_drawn_ < redraw_time)
        return;
    last_drawn_ = now;
    const double seconds = std::chrono::duration<double>(now - epoch_start_).count();
    const double speed = static_cast<double>(step.epoch_images) / std::max(seconds, 1e-9);
    const std::int64_t images_left = (step.epochs - step.epoch + 1) * step.train_images - step.epoch_images;
    line_.show(progress_line({step, speed, static_cast<double>(images_left) / speed}, line_.width()));
}

} // namespace halenet::cli
