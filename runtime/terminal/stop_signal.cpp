#include "runtime/terminal/stop_signal.h"

#include <atomic>

namespace halenet {
namespace {

// A handler has no other way to be heard than a global.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<int> noted_signal = 0;
std::atomic<int> noted_sender = SI_USER; ///< si_code
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<int>::is_always_lock_free);

} // namespace

StopSignal::StopSignal() {
    noted_signal = 0;
    struct sigaction note{};
    note.sa_sigaction = [](int signal, siginfo_t *info, void * /*context*/) {
        noted_sender = info->si_code;
        noted_signal = signal;
    };
    note.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART | SA_SIGINFO;
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

int StopSignal::to_pass_on() {
    return noted_sender == SI_KERNEL ? 0 : caught(); // a terminal's signals come from the kernel
}

} // namespace halenet
