#pragma once

#include <chrono>
#include <string>

#include <halenet/trainer.h>

#include "runtime/terminal/terminal.h"

namespace halenet::cli {

struct Progress {
    StepReport step;
    double images_per_second = 0;
    double seconds_left = 0; ///< of the whole training
};

/// One line of at most `width` columns: epoch, bar, images/s, ETA, loss, accuracy. Where that is too long the first of
/// these go, after the epoch; all fit into the 79 columns of a usual terminal.
[[nodiscard]] std::string progress_line(const Progress &progress, int width);

/// The line of a training that runs, on a terminal only.
class ProgressBar {
  public:
    ProgressBar();

    void begin_epoch(); ///< removes the line; the next update starts the epoch's clock from here
    void update(const StepReport &step);

  private:
    using Clock = std::chrono::steady_clock;

    LiveText line_;
    Clock::time_point epoch_start_;
    Clock::time_point last_drawn_;
};

} // namespace halenet::cli
