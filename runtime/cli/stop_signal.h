#pragma once

#include <csignal>

namespace halenet::cli {

/// While one exists, Ctrl-C (SIGINT) and SIGTERM only leave a note, so that a training can stop after its step and
/// save. A second one of the same kind ends the program at once. One at a time.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal &) = delete;
    StopSignal &operator=(const StopSignal &) = delete;

    [[nodiscard]] static int caught(); ///< the signal's number, or 0

  private:
    struct sigaction old_interrupt_{};
    struct sigaction old_terminate_{};
};

} // namespace halenet::cli
