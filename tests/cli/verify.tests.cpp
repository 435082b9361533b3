#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/cli/child.h"
#include "tests/runtime/temporary_folder.h"

using Catch::Matchers::ContainsSubstring;
using namespace cli_tests;

TEST_CASE("verify checks each tensor's gradients of a model") {
    const TemporaryFolder folder;
    const Outcome outcome = run({"verify", "--gradients", "--samples", "3", "--seed", "4", "lenet5"}, folder.path());
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    for (const char *text : {"c1.weights", "output.bias", "seed 4", "All 10 tensors are within"})
        CHECK_THAT(outcome.out, ContainsSubstring(text));
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("verify tells a mistake on the command line and one in the model") {
    const TemporaryFolder folder;
    CHECK(run({"verify", "lenet5"}, folder.path()).status == 2);
    CHECK(run({"verify", "--gradients"}, folder.path()).status == 2);
    CHECK(run({"verify", "--gradients", "--samples", "0", "lenet5"}, folder.path()).status == 2);
    const Outcome outcome = run({"verify", "--gradients", "./none.h"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("none.h"));
}
