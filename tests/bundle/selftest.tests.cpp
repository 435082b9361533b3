#include <limits>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "runtime/bundle/selftest.h"

using namespace halenet;

TEST_CASE("the output of a self-test is read, each float to its last bit") {
    const std::vector<SelftestResult> results =
        parse_selftest("isa best\nkernel 3f800001 40000000 c1_forward\nkernel 7fc00000 00000001 loss\ndigest 12ab\n"
                       "status 00000009 the kernel loss is wrong\n"
                       "isa other\ndigest \nstatus 00000003 needs avx2; this CPU has sse4.2\nend\n");
    REQUIRE(results.size() == 2);
    CHECK(results[0].isa == "best");
    REQUIRE(results[0].kernels.size() == 2);
    CHECK(results[0].kernels[0].name == "c1_forward");
    CHECK(results[0].kernels[0].error == 0x1.000002p+0F);
    CHECK(results[0].kernels[0].allowed == 2.0F);
    CHECK(results[0].kernels[1].error != results[0].kernels[1].error);
    CHECK(results[0].kernels[1].allowed == 0x1p-149F);
    CHECK(results[0].digest == "12ab");
    CHECK(results[0].code == HALENET_SELFTEST_FAILED);
    CHECK(results[0].sentence == "the kernel loss is wrong");
    CHECK(results[1].kernels.empty());
    CHECK(results[1].code == HALENET_UNSUPPORTED_CPU);
    CHECK(results[1].sentence == "needs avx2; this CPU has sse4.2");
}

TEST_CASE("output without its last line is that of a program which broke down") {
    CHECK(parse_selftest("").empty());
    CHECK(parse_selftest("isa best\nkernel 3f800000 40000000 c1_forward\n").empty());
    CHECK(parse_selftest("isa best\ndigest 12\nstatus 00000000 \nend").empty());
}

TEST_CASE("lines that are not the program's own are passed over") {
    CHECK(parse_selftest("kernel 3f800000 40000000 of no isa\nend\n").empty());
    const std::vector<SelftestResult> results =
        parse_selftest("warning\nisa best\nwarning: of an emulator\nkernel x y z\nstatus 00000000 \nend\n");
    REQUIRE(results.size() == 1);
    CHECK(results[0].kernels.empty());
    CHECK(results[0].code == HALENET_OK);
}

TEST_CASE("the worst kernel is the one nearest to what is allowed, or one without a number") {
    SelftestResult result;
    result.kernels = {{"exact", 0, 0}, {"half", 1, 2}, {"tenth", 1, 10}};
    CHECK(worst_kernel(result).name == "half");
    result.kernels.push_back({"beyond", 3, 2});
    CHECK(worst_kernel(result).name == "beyond");
    result.kernels.insert(result.kernels.begin(), {"no number", std::numeric_limits<float>::quiet_NaN(), 1});
    CHECK(worst_kernel(result).name == "no number");
}
