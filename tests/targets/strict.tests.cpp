/// Strict libraries: the same bits on every target.
#include "runtime/files/sha256.h"
#include "tests/targets/tested_target.h"

#include <catch2/catch_test_macros.hpp>

using namespace halenet;
using namespace halenet::targets;

namespace {

std::string hash_after_training(const std::string &images, const std::string &labels) {
    const Result found = run_tested("train.c", tested_strict_library(), {{"images", images}, {"labels", labels}});
    return sha256(found.records.at("weights"));
}

} // namespace

TEST_CASE("a hundred strict steps end in one hash", "[targets][slow]") {
    const std::string hash = hash_after_training(prepared("step-images"), prepared("step-labels"));
    CHECK(hash == prepared("step-hash"));
    note("strict-steps", hash);
}

TEST_CASE("a strict epoch ends in one hash", "[targets][slow][native]") {
    const std::string hash = hash_after_training(prepared("epoch-images"), prepared("epoch-labels"));
    CHECK(hash == prepared("epoch-hash"));
    note("strict-epoch", hash);
}
