/// Shows a person how a tuning goes: on a terminal a table that is drawn again and again in its place, elsewhere a line
/// for each event that matters.
#pragma once

#include "generator/tune/progress_text.h"
#include "runtime/terminal/terminal.h"

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace halenet::tune {

/// Seconds that have passed since some moment.
[[nodiscard]] double steady_seconds();

class Display final : public Watcher {
  public:
    /// `record`: where trials come from that need not be measured. `clock` is asked for seconds.
    Display(std::FILE *out, double budget_seconds, std::filesystem::path record,
            std::function<double()> clock = steady_seconds);
    ~Display() override = default; ///< the live table goes

    void on_trial(const KernelResult &kernel, const Trial &trial, bool from_record) override;
    void on_progress(const std::vector<KernelResult> &kernels, double seconds_left) override;
    void on_stage(const std::string &what) override;

    /// A sentence that stays.
    void note(const std::string &sentence);

    /// Tells what is still to be told and removes the live table.
    void finish();

  private:
    void say_what_the_record_had();
    void draw();

    std::FILE *out_;
    LiveText live_;
    std::filesystem::path record_;
    std::function<double()> clock_;
    Progress progress_;
    std::vector<std::string> table_{}; ///< as drawn last
    int from_record_ = 0;              ///< trials, not told yet
    double next_ = 0;                  ///< by the clock: not to draw or print progress before
};

} // namespace halenet::tune
