/// What a user may get wrong.
#include "generator/tune/checks.h"

#include "generator/driver/tuned_plans.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace halenet;
using namespace halenet::tune;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::Message;
using Catch::Matchers::MessageMatches;
using Catch::Matchers::StartsWith;

TEST_CASE("one target is tuned at a time", "[checks]") {
    CHECK(one_target("x86-64-v2").name == "x86-64-v2");
    CHECK_THROWS_MATCHES(one_target("x86-64-v2,x86-64-v3"), std::runtime_error,
                         MessageMatches(StartsWith("--target: found 2 targets, expected one")));
    CHECK_THROWS_MATCHES(one_target("x86-64-v22"), std::runtime_error, MessageMatches(ContainsSubstring("x86-64-v2")));
}

TEST_CASE("what this machine runs can be tuned", "[checks]") {
    const TemporaryFolder folder;
    CHECK_NOTHROW(check_runs_here(one_target("host"), folder.path()));
}

TEST_CASE("for a target that this machine cannot run, the plans of the nearest are offered", "[checks]") {
    const TemporaryFolder folder;
    const driver::Target target = one_target("wasm-simd");
    CHECK_THROWS_MATCHES(
        check_runs_here(target, folder / "none"), std::runtime_error,
        MessageMatches(StartsWith("this machine cannot run wasm-simd, so nothing can be measured for it; it can tune "
                                  "host, ") &&
                       EndsWith("; no other target has tuned plans yet that could be taken over")));
    // Four floats a vector, as WebAssembly has, and eight.
    for (const char *name : {"x86-64-v2", "x86-64-v3"}) {
        folder.write(
            driver::tuned_file("", name).string(),
            driver::to_json({.target = name, .halide_target = one_target(name).halide.to_string(), .plans = {}}));
    }
    CHECK_THROWS_MATCHES(
        check_runs_here(target, folder.path()), std::runtime_error,
        MessageMatches(EndsWith("--take-over x86-64-v2 copies the plans of the nearest target that was tuned")));
}

TEST_CASE("of a kernel that is not known the nearest names are told", "[checks]") {
    const std::vector<std::string> kernels{"c1_forward", "c3_forward", "settings"};
    CHECK_NOTHROW(check_kernels({}, kernels));
    CHECK_NOTHROW(check_kernels({"settings", "c3_forward"}, kernels));
    CHECK_THROWS_MATCHES(check_kernels({"c3_forward", "c2_forward"}, kernels), std::runtime_error,
                         Message("--kernel: found \"c2_forward\", which is no kernel of the model's that has knobs, "
                                 "expected c1_forward or c3_forward"));
}
