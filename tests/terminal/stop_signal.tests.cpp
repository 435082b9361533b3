#include "runtime/terminal/stop_signal.h"

#include <array>
#include <csignal>

#include <catch2/catch_test_macros.hpp>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

using halenet::StopSignal;

TEST_CASE("a signal that a process sent is noted, and to be passed on") {
    const StopSignal listening;
    CHECK(StopSignal::caught() == 0);
    CHECK(StopSignal::to_pass_on() == 0);
    REQUIRE(::kill(::getpid(), SIGTERM) == 0);
    CHECK(StopSignal::caught() == SIGTERM);
    CHECK(StopSignal::to_pass_on() == SIGTERM);
}

TEST_CASE("a Ctrl-C is noted, but not to be passed on: the terminal sent it to the children too") {
    int screen = -1;
    const pid_t process = ::forkpty(&screen, nullptr, nullptr, nullptr);
    REQUIRE(process >= 0);
    if (process == 0) {
        const StopSignal listening;
        static_cast<void>(::write(STDOUT_FILENO, "!", 1));
        while (StopSignal::caught() == 0)
            ::usleep(1000);
        ::_exit(StopSignal::caught() == SIGINT && StopSignal::to_pass_on() == 0 ? 0 : 1);
    }
    std::array<char, 1> ready{};
    REQUIRE(::read(screen, ready.data(), ready.size()) == 1);
    REQUIRE(::write(screen, "\x03", 1) == 1);
    int status = 0;
    ::waitpid(process, &status, 0);
    ::close(screen);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}
