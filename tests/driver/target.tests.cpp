/// Targets: from names to what Halide and the core's compiler are told.
#include "generator/driver/target.h"
#include "generator/driver/nearest.h"
#include "generator/driver/requirements.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <set>

using namespace halenet::driver;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;

namespace {

Target one(const std::string &name) {
    return parse_targets(name).front();
}

} // namespace

TEST_CASE("every named target is parsed, keeps its name and can be compiled for", "[target]") {
    std::set<std::string> names;
    for (const NamedTarget &named : named_targets()) {
        CAPTURE(named.name);
        const Target target = one(named.name);
        CHECK(names.insert(named.name).second);
        CHECK((target.name == named.name || named.halide == nullptr));
        CHECK_FALSE(clang_target(target.halide).empty());
    }
}

TEST_CASE("a target in Halide's words is named after its instructions", "[target]") {
    CHECK(one("x86-64-linux").name == "x86-64");
    CHECK(one("x86-64-linux-avx-avx2-f16c-fma-sse41").name == "x86-64-avx2");
    CHECK(one("x86-64-linux-avx-avx2-avx512-avx512_skylake-f16c-fma-sse41").name == "x86-64-avx512_skylake");
    CHECK(one("arm-64-linux").name == "arm-64");
    CHECK(one("arm-64-linux-arm_dot_prod").name == "arm-64-dotprod");
    CHECK(one("riscv-64-linux-rvv-vector_bits_512").name == "riscv-64-rvv-512");
}

TEST_CASE("what changes a library and not its processor is taken out of a target", "[target]") {
    const Target target = one("x86-64-linux-no_asserts-no_runtime-strict_float-debug");
    CHECK(target.halide.to_string() == "x86-64-linux");
    CHECK(kernel_target(target.halide, false, true).has_feature(Halide::Target::StrictFloat));
    CHECK_FALSE(kernel_target(target.halide, false, false).has_feature(Halide::Target::StrictFloat));
    CHECK_FALSE(kernel_target(target.halide, true, false).has_feature(Halide::Target::NoAsserts));
}

TEST_CASE("the most demanding target comes first", "[target]") {
    std::vector<std::string> names;
    for (const Target &target : parse_targets("x86-64-v2,zen4,x86-64-v1,x86-64-v4,x86-64-v3")) {
        names.push_back(target.name);
    }
    CHECK(names == std::vector<std::string>{"zen4", "x86-64-v4", "x86-64-v3", "x86-64-v2", "x86-64-v1"});
    CHECK(parse_targets("riscv-64-rvv-128,riscv-64-rvv-256").front().name == "riscv-64-rvv-256");
}

TEST_CASE("targets that make no library are refused", "[target]") {
    const auto refuses = [](const std::string &list, const std::string &part) {
        CAPTURE(list);
        CHECK_THROWS_MATCHES(parse_targets(list), std::runtime_error, MessageMatches(ContainsSubstring(part)));
    };
    refuses("", "target \"\" is not known");
    refuses("x86-64-v3,", "target \"\" is not known");
    refuses("x86-64-v33", "x86-64-v3, or a Halide target string");
    refuses("arm64", "arm-64");
    refuses("x86-64-v3,x86-64-linux-avx-avx2-f16c-fma-sse41,x86-64-v3", "x86-64-v3 is named twice");
    refuses("x86-64-v3,windows-x86-64-v3", "cannot share a library");
    CHECK_THROWS_MATCHES(clang_target(Halide::Target("x86-32-linux")), std::runtime_error,
                         MessageMatches(ContainsSubstring("x86-32-linux: the C core cannot be compiled")));
}

TEST_CASE("the nearest names are those of the fewest changed letters", "[target]") {
    CHECK(nearest("kitten", {"sitting", "mitten", "bitten", "x"}) == "bitten or mitten");
    CHECK(nearest("", {"a", "bb"}) == "a");
    CHECK(nearest("same", {"other", "same"}) == "same");
    CHECK(nearest("v", {"v1", "v2", "v3", "v4"}) == "v1 or v2 or v3");
}
