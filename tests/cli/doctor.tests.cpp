#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/cli/child.h"
#include "tests/cli/fake_driver.h"
#include "tests/cli/idx_folder.h"
#include "tests/runtime/environment_variable.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Matches;

namespace fs = std::filesystem;

namespace {

constexpr const char *no_targets = "echo '[]'";

} // namespace

TEST_CASE("doctor finds all that this build was made with") {
    const TemporaryFolder folder;
    const Outcome outcome = run({"doctor"}, folder.path());
    INFO(outcome.out);
    CHECK(outcome.status == 0);
    for (const char *line : {"ok +halenet-generate +/.*", "ok +clang-19 +/.*", "targets for it +host.*",
                             "CPUs +[0-9]+, of which [0-9]+ may be used at once",
                             "cache +/.*/.cache/halenet, 0 bytes; may be deleted at any time"})
        CHECK_THAT(outcome.out, Matches("[^]*\n" + std::string(line) + "\n[^]*"));
    CHECK(folder.names().empty());
}

TEST_CASE("doctor names what is missing with the command that mends it") {
    const FakeDriver driver(no_targets);
    const TemporaryFolder tools;
    fs::create_symlink("/bin/sh", tools / "sh"); // which the driver is
    const EnvironmentVariable path("PATH", tools.path().string());
    const Outcome outcome = driver.run({"doctor"});
    CHECK(outcome.status == 1);
    for (const char *line :
         {"missing +clang-19 .*; apt install clang-19", "missing, optional +gnuplot .*apt install .*",
          "missing, optional +wasm programs .*apt install .*", "Missing of what halenet's commands need: 3"})
        CHECK_THAT(outcome.out, Matches("[^]*\n" + std::string(line) + "\n[^]*"));
}

TEST_CASE("doctor tells that a program of halenet's own is missing, and goes on") {
    const FakeDriver driver(no_targets);
    fs::remove(driver.programs() / "halenet-generate");
    const Outcome outcome = driver.run({"doctor"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, Matches("[^]*\nmissing +halenet-generate +expected [^\n]*; ./dev build\n[^]*") &&
                                ContainsSubstring("targets for it") && ContainsSubstring("curl"));
}

TEST_CASE("doctor of a package without the generator misses nothing that only generating needs") {
    const TemporaryFolder prefix, home;
    fs::create_directories(prefix / "bin");
    fs::create_directories(prefix / "share/halenet");
    fs::copy_file(HALENET_PROGRAM, prefix / "bin/halenet");
    const EnvironmentVariable path("PATH", home.path().string());
    const Outcome outcome = Child({"doctor"}, home.path(), Child::Output::pipe, prefix / "bin/halenet").finish();
    INFO(outcome.out);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("missing, optional  halenet-generate") &&
                                ContainsSubstring("missing, optional  clang-19") && !ContainsSubstring("\nmissing  "));
}

TEST_CASE("doctor finds the data where the other commands would, and measures the cache") {
    const FakeDriver driver(no_targets);
    fs::create_directories(driver.folder() / ".cache/halenet/objects");
    driver.folder().write(".cache/halenet/objects/one", std::string(1234, 'x'));
    CHECK_THAT(driver.run({"doctor"}).out, Matches("[^]*\nmissing, optional +MNIST +halenet train fetches it[^]*") &&
                                               ContainsSubstring(", 1,234 bytes;"));
    write_idx_folder(driver.folder() / "data/mnist");
    CHECK_THAT(driver.run({"doctor"}).out, Matches("[^]*\nok +MNIST +/[^\n]*/data/mnist\n[^]*"));
    fs::remove(driver.folder() / "data/mnist/t10k-labels-idx1-ubyte");
    CHECK_THAT(driver.run({"doctor"}).out, Matches("[^]*\nmissing, optional +MNIST[^]*"));
}
