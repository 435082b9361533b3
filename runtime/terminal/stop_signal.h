#pragma once

#include <csignal>

namespace halenet {

/// While one exists, Ctrl-C (SIGINT) and SIGTERM only leave a note, so that a training can stop after its step and
/// save. A second one of the same kind ends the program at once. One at a time.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal &) = delete;
    StopSignal &operator=(const StopSignal &) = delete;

    [[nodiscard]] static int caught(); ///< the signal's number, or 0
    /// What a child process is still to be told: the same, but 0 for a Ctrl-C, which the terminal sends to the children
    /// too. Twice would end them at once.
    [[nodiscard]] static int to_pass_on();

  private:
    struct sigaction old_interrupt_{};
    struct sigaction old_terminate_{};
};

} // namespace halenet
