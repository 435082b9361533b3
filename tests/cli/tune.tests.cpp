#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/cli/child.h"
#include "tests/cli/fake_driver.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

/// As the tuner leaves a result where --json tells.
const std::string write_result = R"(while [ $# -gt 0 ]; do [ "$1" = --json ] && echo '{"a": 1}' >"$2"; shift; done; )";

/// A folder with the tuner's place taken by a shell script.
struct FakeTuner : FakeDriver {
    explicit FakeTuner(const std::string &script) : FakeDriver(script, "halenet-tune") {}
};

} // namespace

TEST_CASE("tune's help tells every option, and what becomes of the measurements") {
    const TemporaryFolder folder;
    const Outcome help = run({"tune", "--help"}, folder.path());
    CHECK(help.status == 0);
    for (const char *option :
         {"--target", "--model", "--struct", "--kernel", "--for", "--budget", "--jobs", "--fresh", "--seed", "--from",
          "--plans", "--record", "--report", "--json", "--contenders", "--show", "--compare", "--take-over"})
        CHECK_THAT(help.out, ContainsSubstring(std::string("\n  ") + option + " "));
    for (const char *text : {"Examples:\n  halenet tune ", "Ctrl-C", "the record", "goes on", "TARGET.json",
                             "halenet generate and the build", "(default: 10m)"})
        CHECK_THAT(help.out, ContainsSubstring(text));
}

TEST_CASE("tune hands its options on to the tuner") {
    const FakeTuner tuner("");
    const Outcome outcome =
        tuner.run({"tune",     "--target", "x86-64-v3",    "--for",   "classify", "--kernel", "c1_forward", "--kernel",
                   "settings", "--budget", "1h30m",        "--seed",  "010",      "--jobs",   "3",          "--from",
                   "portable", "--fresh",  "--contenders", "--plans", "p",        "--record", "r.jsonl"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.out.empty());
    CHECK_THAT(tuner.calls(),
               StartsWith("--with-parent --target x86-64-v3 --for classify --budget 1h30m --from portable "
                          "--seed 10 --model /") &&
                   ContainsSubstring("/model.json --kernel c1_forward --kernel settings --jobs 3 "
                                     "--record r.jsonl --plans p --json /") &&
                   EndsWith("--command halenet tune --model lenet5 --target x86-64-v3 --for classify "
                            "--kernel c1_forward --kernel settings --budget 1h30m --seed 10 --from "
                            "portable --plans p --fresh --contenders\n"));
}

TEST_CASE("tune takes ten minutes for this machine where nothing else is said") {
    const FakeTuner tuner("");
    REQUIRE(tuner.run({"tune"}).status == 0);
    CHECK_THAT(tuner.calls(),
               StartsWith("--with-parent --target host --for train --budget 10m --from shipped --seed 0 --model ") &&
                   !ContainsSubstring(" --record ") && !ContainsSubstring(" --plans ") &&
                   !ContainsSubstring(" --jobs ") && !ContainsSubstring(" --contenders"));
}

TEST_CASE("tune needs no model to show plans, and one to compare or copy them") {
    const FakeTuner tuner("");
    REQUIRE(tuner.run({"tune", "--show", "--target", "x86-64-v2", "--model", "nowhere.h"}).status == 0);
    CHECK_THAT(tuner.calls(), !ContainsSubstring("model.json") && EndsWith(" --show\n"));
    REQUIRE(tuner.run({"tune", "--compare", "x86-64-v2", "mine.json"}).status == 0);
    CHECK_THAT(tuner.calls(), ContainsSubstring("/model.json") && EndsWith(" --compare x86-64-v2 mine.json\n"));
    REQUIRE(tuner.run({"tune", "--target", "arm-64", "--take-over", "x86-64-v2"}).status == 0);
    CHECK_THAT(tuner.calls(), ContainsSubstring("--target arm-64 ") && ContainsSubstring(" --take-over x86-64-v2"));
}

TEST_CASE("tune ends as the tuner does") {
    CHECK(FakeTuner("exit 1").run({"tune"}).status == 1);
    CHECK(FakeTuner("exit 2").run({"tune"}).status == 2);
    const Outcome unread = FakeTuner("kill -PIPE $$").run({"tune", "--show"});
    CHECK(unread.status == 128 + SIGPIPE);
    CHECK(unread.err.empty());
    const Outcome broken = FakeTuner("kill -SEGV $$").run({"tune"});
    CHECK(broken.status == 1);
    CHECK_THAT(broken.err, StartsWith("halenet: error: halenet-tune was ended by signal 11"));
}

TEST_CASE("tune writes the result that the tuner leaves, and none where it leaves none") {
    const FakeTuner tuner(write_result);
    const Outcome outcome = tuner.run({"tune", "--json", "result.json"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, StartsWith("Report written to /") && EndsWith("/result.json\n"));
    CHECK(content_of(tuner.folder() / "result.json") == "{\"a\": 1}\n");

    const FakeTuner failing("exit 1");
    failing.folder().write("result.json", "of before");
    CHECK(failing.run({"tune", "--json", "result.json"}).status == 1);
    CHECK(content_of(failing.folder() / "result.json") == "of before");
}

TEST_CASE("a signal is passed on to the tuner, which ends properly, and its result is written") {
    const FakeTuner tuner("stop=; trap 'stop=1' INT TERM; echo started; while [ -z \"$stop\" ]; do :; done; " +
                          write_result + "exit 130");
    Child child({"tune", "--json", "result.json"}, tuner.folder().path(), Child::Output::pipe,
                tuner.programs() / "halenet");
    REQUIRE(child.wait_for("started"));
    child.signal(SIGINT);
    const Outcome outcome = child.finish();
    CHECK(outcome.status == 130);
    CHECK(outcome.err.empty());
    CHECK(content_of(tuner.folder() / "result.json") == "{\"a\": 1}\n");
}

TEST_CASE("tune asks for the contenders where there is to be a page") {
    const FakeTuner tuner("exit 1");
    static_cast<void>(tuner.run({"tune", "--report", "page"}));
    CHECK_THAT(tuner.calls(), EndsWith(" --contenders\n"));
    CHECK_FALSE(fs::exists(tuner.folder() / "page"));
}

TEST_CASE("tune says in a sentence what it cannot use, before anything runs") {
    const FakeTuner tuner("");
    fs::create_directory(tuner.folder() / "mine");
    tuner.folder().write("mine/notes.txt", "mine");
    struct Case {
        std::vector<std::string> arguments;
        int status;
        std::string sentence;
    };
    const std::string time = "expected a time such as 90s, 10m or 1h30m";
    for (const Case &bad : {
             Case{{"--budget", "soon"}, 2, "--budget: found \"soon\", " + time},
             Case{{"--budget", "-5"}, 2, "--budget: found \"-5\", " + time},
             Case{{"--budget", ""}, 2, "--budget: found \"\", " + time},
             Case{{"--budget", "1h30"}, 2, "--budget: found \"1h30\", " + time},
             Case{{"--model", "lenet6"}, 2, "--model: found \"lenet6\", expected lenet5 or "},
             Case{{"--model", "nowhere.h"}, 1, "nowhere.h: cannot be opened"},
             Case{{"--for", "both"}, 2, "--for: found \"both\", expected train or classify"},
             Case{{"--from", "scratch"}, 2, "--from: found \"scratch\", expected shipped or portable"},
             Case{{"--jobs", "0"}, 2, "--jobs: found \"0\", expected a whole number of jobs from 1 to 1024"},
             Case{{"--seed", "-1"}, 2, "--seed: found \"-1\", expected a whole number from 0 to"},
             Case{{"--kernel", ""}, 2, "--kernel: found \"\", expected a kernel's name"},
             Case{{"--target", ""}, 2, "--target: found \"\", expected host or another target"},
             Case{{"--compare", "host"}, 2, "--compare: found one target or file, expected two"},
             Case{{"--show", "--compare", "a", "b"}, 2, "--compare: found with --show, expected without it"},
             Case{{"--show", "--take-over", "a"}, 2, "--take-over: found with --show, expected without it"},
             Case{{"--show", "--json", "x"}, 2, "--json: found with --show, expected without it"},
             Case{{"--take-over", "a", "--report", "x"}, 2, "--report: found with --take-over, expected without it"},
             Case{{"c1_forward"}, 2, "found \"c1_forward\", expected a command or an option"},
             Case{{"--json", "nowhere/result.json"}, 1, "nowhere/result.json: cannot be written"},
             Case{{"--report", "mine"}, 1, "mine: "},
         }) {
        std::vector<std::string> arguments{"tune"};
        arguments.insert(arguments.end(), bad.arguments.begin(), bad.arguments.end());
        const Outcome outcome = tuner.run(arguments);
        CAPTURE(bad.sentence);
        CHECK(outcome.status == bad.status);
        CHECK_THAT(outcome.err, StartsWith("halenet: error: " + bad.sentence));
        CHECK(std::ranges::count(outcome.err, '\n') == 1);
        CHECK(outcome.out.empty());
        CHECK(tuner.calls().empty());
        CHECK(tuner.folder().names() == std::vector<std::string>{"mine"});
    }
}
