#include "runtime/cli/stop_signal.h"

#include <atomic>

namespace halenet::cli {
namespace {

// A handler has no other way to be heard than a global.
std::atomic<int> noted_signal = 0; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<int>::is_always_lock_free);

} // namespace

StopSignal::StopSignal() {
    noted_signal = 0;
    struct sigaction note{};
    note.sa_handler = [](int signal) { noted_signal = signal; };
    note.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    ::sigemptyset(&note.sa_mask);
    ::sigaction(SIGINT, &note, &old_interrupt_);
    ::sigaction(SIGTERM, &note, &old_terminate_);
}

StopSignal::~StopSignal() {
    ::sigaction(SIGINT, &old_interrupt_, nullptr);
    ::sigaction(SIGTERM, &old_terminate_, nullptr);
}

int StopSignal::caught() {
    return noted_signal;
}

} // namespace halenet::cli
