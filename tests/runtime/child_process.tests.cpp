#include "runtime/files/child_process.h"

#include <csignal>
#include <functional>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>

using namespace halenet;

namespace {

int status_of(const std::vector<std::string> &command, const std::function<int()> &signal_to_pass = {}) {
    const FileDescriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    return ChildProcess(command, nowhere, nowhere).status(signal_to_pass);
}

} // namespace

TEST_CASE("a child's end is told by its status, or by its signal") {
    CHECK(status_of({"sh", "-c", "exit 0"}) == 0);
    CHECK(status_of({"sh", "-c", "exit 7"}) == 7);
    CHECK(status_of({"sh", "-c", "kill -KILL $$"}) == 128 + SIGKILL);
}

TEST_CASE("a signal that came before anybody waited is passed on") {
    CHECK(status_of({"sleep", "1000"}, [] { return SIGTERM; }) == 128 + SIGTERM);
}
