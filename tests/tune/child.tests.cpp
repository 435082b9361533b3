/// Child processes that do what they should not.
#include "generator/tune/child.h"

#include "runtime/files/child_process.h"

#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace halenet::tune;
using halenet::Pipe;

namespace {

constexpr double long_time = 60; // seconds; nothing here takes it

std::string never() {
    while (true) {
        ::pause();
    }
}

/// A process holds the pipe's other end for as long as it lives.
void wait_for_end_of_all_writers(Pipe &pipe) {
    pipe.write_end.close();
    REQUIRE(halenet::read_text(pipe.read_end).empty());
}

bool has_children() {
    return ::waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD;
}

} // namespace

TEST_CASE("a child answers with what its work returned", "[child]") {
    const std::string text("a\0b", 3);
    const ChildResult result = run_in_child([&] { return text; }, long_time);
    CHECK(result.end == ChildEnd::answered);
    CHECK(result.text == text);
    CHECK_FALSE(has_children());
}

TEST_CASE("an answer may be larger than a pipe, or empty", "[child]") {
    const std::string text(5'000'000, 'x');
    CHECK(run_in_child([&] { return text; }, long_time).text == text);
    const ChildResult empty = run_in_child([] { return std::string(); }, long_time);
    CHECK(empty.end == ChildEnd::answered);
    CHECK(empty.text.empty());
}

TEST_CASE("what a child does to memory stays with it", "[child]") {
    std::string text = "before";
    CHECK(run_in_child([&] { return text += " and after"; }, long_time).text == "before and after");
    CHECK(text == "before");
}

TEST_CASE("an exception in a child is told with its sentence", "[child]") {
    const ChildResult result =
        run_in_child([]() -> std::string { throw std::runtime_error("found 1, expected 2"); }, long_time);
    CHECK(result.end == ChildEnd::failed);
    CHECK(result.text == "found 1, expected 2");
}

TEST_CASE("a child that a signal ends has crashed, and the signal is named", "[child]") {
    const auto crash_by = [](int number) {
        return run_in_child(
            [number] {
                ::raise(number);
                return std::string("survived");
            },
            long_time);
    };
    const ChildResult segv = crash_by(SIGSEGV);
    CHECK(segv.end == ChildEnd::crashed);
    CHECK(segv.text == "its process was ended by SIGSEGV");
    CHECK(crash_by(SIGABRT).text == "its process was ended by SIGABRT");
    CHECK_FALSE(has_children());
}

TEST_CASE("a signal that the parent handles or blocks ends a child all the same", "[child]") {
    const auto before = std::signal(SIGTERM, SIG_IGN);
    sigset_t blocked, old;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &blocked, &old);
    const ChildResult result = run_in_child(
        [] {
            ::raise(SIGTERM);
            return std::string("survived");
        },
        long_time);
    ::sigprocmask(SIG_SETMASK, &old, nullptr);
    std::signal(SIGTERM, before);
    CHECK(result.text == "its process was ended by SIGTERM");
}

TEST_CASE("a child that ends without a word has crashed", "[child]") {
    for (const int status : {0, 3}) {
        const ChildResult result = run_in_child([&]() -> std::string { ::_exit(status); }, long_time);
        CHECK(result.end == ChildEnd::crashed);
        CHECK(result.text ==
              "its process ended itself with status " + std::to_string(status) + " before it had answered");
    }
}

TEST_CASE("a child that hangs is killed", "[child]") {
    const ChildResult result = run_in_child(never, 0.2);
    CHECK(result.end == ChildEnd::hung);
    CHECK(result.text == "its process had not ended after 0.2 s");
    CHECK_FALSE(has_children());
}

TEST_CASE("a child that ignores what asks it to end is killed too", "[child]") {
    const auto deaf = [] {
        std::signal(SIGTERM, SIG_IGN);
        return never();
    };
    CHECK(run_in_child(deaf, 0.2).end == ChildEnd::hung);
}

TEST_CASE("what a child has started ends with it", "[child]") {
    Pipe life;
    const ChildResult result = run_in_child(
        [] {
            if (::fork() == 0) {
                never();
            }
            return std::string("done");
        },
        long_time);
    CHECK(result.end == ChildEnd::answered);
    wait_for_end_of_all_writers(life);
}

TEST_CASE("a child dies with its parent", "[child]") {
    Pipe life, ready;
    const pid_t parent = ::fork();
    if (parent == 0) {
        static_cast<void>(run_in_child(
            [&] {
                static_cast<void>(::write(ready.write_end.get(), "r", 1));
                return never();
            },
            long_time));
        ::_exit(0);
    }
    char mark = 0;
    REQUIRE(::read(ready.read_end.get(), &mark, 1) == 1);
    ::kill(parent, SIGKILL);
    REQUIRE(::waitpid(parent, nullptr, 0) == parent);
    wait_for_end_of_all_writers(life);
}

TEST_CASE("a Ctrl-C at the terminal does not reach a child", "[child]") {
    const std::string own = std::to_string(::getpgrp());
    const std::string child = run_in_child([] { return std::to_string(::getpgrp()); }, long_time).text;
    CHECK(child != own);
}

TEST_CASE("signals do not cut an answer short", "[child]") {
    struct sigaction action{}, before{};
    action.sa_handler = [](int /*number*/) {};
    ::sigaction(SIGUSR1, &action, &before);
    const pid_t parent = ::getpid();
    const ChildResult result = run_in_child(
        [&] {
            for (int k = 0; k < 100; ++k) {
                ::kill(parent, SIGUSR1);
                ::usleep(100);
            }
            return std::string(1'000'000, 'x');
        },
        long_time);
    ::sigaction(SIGUSR1, &before, nullptr);
    CHECK(result.end == ChildEnd::answered);
    CHECK(result.text.size() == 1'000'000);
}
