/// A library's own test on its target, and its refusal of processors that would get wrong numbers.
#include "runtime/bundle/selftest.h"
#include "tests/targets/inputs.h"
#include "tests/targets/tested_target.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include <fmt/format.h>

using namespace halenet;
using namespace halenet::targets;

namespace {

/// Of the tested instruction set. Skips where this machine's own processor lacks it.
SelftestResult selftest_of(const Tested &tested) {
    const auto results = run_selftest(tested.library.bundle, tested.library.manifest.library, tested.runner);
    const auto found = std::ranges::find(results, tested_target().name, &SelftestResult::isa);
    REQUIRE(found != results.end());
    if (found->code == HALENET_UNSUPPORTED_CPU && tested.is_native()) {
        SKIP(found->sentence);
    }
    return *found;
}

} // namespace

TEST_CASE("the self-test finds no kernel wrong", "[targets]") {
    const SelftestResult result = selftest_of(tested_library());
    CHECK(result.sentence == "");
    CHECK(result.code == HALENET_OK);
    CHECK(result.kernels.size() > 30);
    note("self-test", fmt::format("{} kernels", result.kernels.size()));
}

TEST_CASE("a processor with vectors of another length is refused", "[targets][vectors]") {
    const Tested tested = tested_library();
    const int own = tested.library.target.vector_bits;
    for (const int other : {128, 256, 512}) {
        if (other != own) {
            const Result result =
                run_program("golden.c", tested.library, find_runner(tested.library.target, other), golden_inputs());
            CHECK(result.code == HALENET_UNSUPPORTED_CPU);
            CHECK(result.sentence ==
                  fmt::format("{} needs vectors of {} bits; this CPU has {}", tested_target().name, own, other));
            CHECK_FALSE(result.records.contains("probabilities"));
        }
    }
}

TEST_CASE("a strict library's self-test ends in the promised bits", "[targets][slow]") {
    const Tested tested = tested_strict_library();
    const SelftestResult result = selftest_of(tested);
    CHECK(result.sentence == "");
    CHECK(result.code == HALENET_OK);
    CHECK(tested.library.manifest.digest.size() == HALENET_DIGEST_BYTES - 1);
    CHECK(result.digest == tested.library.manifest.digest);
}
