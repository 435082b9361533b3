/// The program itself, as far as nothing is measured.
#include "generator/driver/target.h"
#include "generator/driver/tuned_plans.h"
#include "tests/cli/child.h"
#include "tests/runtime/temporary_folder.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace halenet::driver;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using cli_tests::Outcome;
using cli_tests::run;

namespace {

const std::string model = HALENET_SOURCE_FOLDER "/generated/lenet5/model.json";

/// A file of one plan, which no kernel of LeNet-5 has.
std::string plans_for(const std::string &target, int columns) {
    return to_json({.target = target,
                    .halide_target = parse_targets(target).front().halide.to_string(),
                    .plans = {{.kernel = "c1_forward",
                               .generator = "conv",
                               .parameters = {},
                               .plan = {{"columns", columns}},
                               .evidence = {.machine = "some processor", .pairs = 40}}}});
}

} // namespace

TEST_CASE("halenet-tune teaches its options", "[program]") {
    const TemporaryFolder folder;
    const Outcome help = run({"--help"}, folder.path());
    CHECK(help.status == 0);
    for (const char *option : {"--model", "--target", "--for", "--kernel", "--from", "--budget", "--seed", "--jobs",
                               "--fresh", "--contenders", "--record", "--plans", "--json", "--command", "--show",
                               "--compare", "--take-over", "--with-parent"}) {
        CHECK_THAT(help.out, ContainsSubstring(std::string("\n  ") + option + " "));
    }
}

TEST_CASE("halenet-tune says in a sentence what it cannot use, before anything is built", "[program]") {
    const TemporaryFolder folder;
    folder.write("file", "");
    std::filesystem::create_directory(folder / "plans");
    struct Case {
        std::vector<std::string> arguments;
        int status;
        std::string sentence;
    };
    for (const Case &bad : {
             Case{{"--budget", "soon"}, 2, "--budget: found \"soon\", expected a time such as 90s, 10m or 1h30m"},
             Case{{"--budget", "5s"},
                  2,
                  "--budget: found \"5s\", expected a time such as 90s, 10m or 1h30m, at least 20 s"},
             Case{{"--from", "scratch"}, 2, "--from: "},
             Case{{"--jobs", "0"}, 2, "--jobs: "},
             Case{{"--bogus"}, 2, "The following argument was not expected: --bogus"},
             Case{{"--show", "--take-over", "host"}, 2, "found several of --show, --compare and --take-over"},
             Case{{"--model", "nowhere.json"}, 1, "halenet-tune: error: nowhere.json: cannot be opened"},
             Case{{"--model", "file"}, 1, "halenet-tune: error: file: "},
             Case{{"--target", "x86-64-v22"}, 1, "halenet-tune: error: target \"x86-64-v22\" is not known; x86-64-v2"},
             Case{{"--target", "host,x86-64-v1"}, 1, "halenet-tune: error: --target: found 2 targets, expected one"},
             Case{{"--target", "wasm"}, 1, "halenet-tune: error: this machine cannot run wasm, so nothing can be"},
             Case{{"--kernel", "c1_foward"}, 1, "halenet-tune: error: --kernel: found \"c1_foward\", which is no "},
             Case{{"--kernel", "setings"}, 1, "halenet-tune: error: --kernel: found \"setings\", which is no "},
             Case{{"--plans", "file"}, 1, "halenet-tune: error: file: cannot be made "},
             Case{{"--json", "nowhere/result.json"}, 1, "halenet-tune: error: nowhere/result.json: cannot be written"},
             Case{{"--take-over", "x86-64-v1"}, 1, "halenet-tune: error: no plan was tuned for x86-64-v1 yet"},
             Case{{"--compare", "none.json", "x86-64-v1"}, 1, "halenet-tune: error: none.json: cannot be opened"},
         }) {
        std::vector<std::string> arguments = bad.arguments;
        if (std::ranges::find(arguments, "--model") == arguments.end()) {
            arguments.insert(arguments.end(), {"--model", model});
        }
        if (std::ranges::find(arguments, "--plans") == arguments.end()) {
            arguments.insert(arguments.end(), {"--plans", "plans"});
        }
        const Outcome outcome = run(arguments, folder.path());
        CAPTURE(bad.sentence);
        CHECK(outcome.status == bad.status);
        CHECK_THAT(outcome.err, StartsWith(bad.sentence));
        CHECK(outcome.out.empty());
        CHECK(folder.names() == std::vector<std::string>{"file", "plans"});
        CHECK(std::filesystem::is_empty(folder / "plans"));
    }
    const Outcome nothing = run({}, folder.path());
    CHECK(nothing.status == 2);
    CHECK_THAT(nothing.err, StartsWith("--model is required"));
}

TEST_CASE("halenet-tune shows plans without a model", "[program]") {
    const TemporaryFolder folder;
    const Outcome none = run({"--show", "--target", "arm-64", "--plans", "plans"}, folder.path());
    CHECK(none.status == 0);
    CHECK_THAT(none.out, StartsWith("No plan was tuned for arm-64 yet: plans/arm-64.json does not exist."));
    folder.write("arm-64.json", plans_for("arm-64", 3));
    const Outcome some = run({"--show", "--target", "arm-64", "--plans", "."}, folder.path());
    CHECK(some.status == 0);
    CHECK_THAT(some.out, StartsWith("arm-64, arm-64-linux: ./arm-64.json\n\nSome processor ") &&
                             ContainsSubstring("\nc1_forward ") && EndsWith("\n  columns 3\n"));
    folder.write("arm-64.json", "{}");
    const Outcome damaged = run({"--show", "--target", "arm-64", "--plans", "."}, folder.path());
    CHECK(damaged.status == 1);
    CHECK_THAT(damaged.err, StartsWith("halenet-tune: error: ./arm-64.json: "));
}

TEST_CASE("halenet-tune compares plans that this machine cannot run without measuring, and tells so", "[program]") {
    const TemporaryFolder folder;
    folder.write("arm-64.json", plans_for("arm-64", 3));
    folder.write("before.json", plans_for("arm-64", 4));
    const Outcome outcome =
        run({"--compare", "./before.json", "arm-64", "--plans", ".", "--model", model}, folder.path());
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    if (parse_targets("host").front().halide.arch == Halide::Target::ARM) {
        SKIP("this machine runs arm-64");
    }
    CHECK_THAT(outcome.out, ContainsSubstring("c1_forward  columns  4 ") &&
                                EndsWith("\nNothing was measured: this machine cannot run arm-64.\n"));
}

TEST_CASE("halenet-tune measures nothing where the model's kernels run by the same plans", "[program]") {
    const TemporaryFolder folder;
    folder.write("a.json", plans_for("x86-64-v2", 3));
    folder.write("b.json", plans_for("arm-64", 4));
    const Outcome outcome = run({"--compare", "a.json", "b.json", "--plans", ".", "--model", model}, folder.path());
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out,
               EndsWith("\nNothing was measured: the kernels of this model have the same plans in both.\n"));
}

TEST_CASE("halenet-tune tells where no plan of another target fits", "[program]") {
    const TemporaryFolder folder;
    folder.write("x86-64-v2.json", plans_for("x86-64-v2", 3));
    const std::vector<std::string> arguments{"--target", "arm-64", "--plans", ".", "--model", model, "--take-over"};
    const auto take_over = [&](const std::string &target) {
        std::vector<std::string> all = arguments;
        all.push_back(target);
        return run(all, folder.path());
    };
    const Outcome outcome = take_over("x86-64-v2");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err,
               StartsWith("halenet-tune: error: none of the plans of x86-64-v2 fits a kernel of this model "
                          "for arm-64"));
    folder.write("arm-64.json", plans_for("arm-64", 3));
    CHECK_THAT(take_over("arm-64").err,
               StartsWith("halenet-tune: error: --take-over: found arm-64, the target itself"));
}
