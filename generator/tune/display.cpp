#include "generator/tune/display.h"

#include "generator/tune/texts.h"

#include <chrono>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <utility>

namespace halenet::tune {

namespace {

constexpr double redraw_seconds = 0.2; ///< more often nobody can read
constexpr double line_seconds = 10;    ///< a log of an hour has a few hundred lines

} // namespace

double steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Display::Display(std::FILE *out, double budget_seconds, std::filesystem::path record, std::function<double()> clock)
    : out_(out), live_(out), record_(std::move(record)), clock_(std::move(clock)),
      progress_{.stage = "", .budget_seconds = budget_seconds, .seconds_left = budget_seconds},
      next_(live_.live() ? 0 : clock_() + line_seconds) {}

void Display::on_trial(const KernelResult &kernel, const Trial &trial, bool from_record) {
    if (from_record) {
        ++from_record_;
        return;
    }
    say_what_the_record_had();
    progress_.last = trial_text(trial);
    const bool is_best = trial.question.stage == Stage::search && trial.question.plan == kernel.best_plan;
    if (is_best && !live_.live()) {
        note(best_line(kernel));
    }
}

void Display::on_progress(const std::vector<KernelResult> &kernels, double seconds_left) {
    progress_.seconds_left = seconds_left;
    count(progress_, kernels);
    if (clock_() < next_) {
        return;
    }
    next_ = clock_() + (live_.live() ? redraw_seconds : line_seconds);
    if (live_.live()) {
        const int below = 2; // progress_lines
        table_ = kernel_lines(kernels, live_.width(), live_.height() - below);
        draw();
    } else {
        note(progress_line(progress_));
    }
}

void Display::on_stage(const std::string &what) {
    say_what_the_record_had();
    progress_.stage = what;
    progress_.last.clear();
    if (live_.live()) {
        draw();
    } else {
        note(capitalised(what));
    }
}

void Display::note(const std::string &sentence) {
    live_.clear();
    fmt::print(out_, "{}\n", sentence);
    std::fflush(out_);
    if (live_.live() && !table_.empty()) {
        draw();
    }
}

void Display::finish() {
    say_what_the_record_had();
    live_.clear();
}

void Display::say_what_the_record_had() {
    if (from_record_ > 0) {
        note(record_line(std::exchange(from_record_, 0), record_));
    }
}

void Display::draw() {
    std::vector<std::string> lines = table_;
    for (std::string &line : progress_lines(progress_, live_.width())) {
        lines.push_back(std::move(line));
    }
    live_.show(fmt::format("{}", fmt::join(lines, "\n")));
}

} // namespace halenet::tune
