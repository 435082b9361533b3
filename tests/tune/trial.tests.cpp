/// The words that a record uses.
#include "generator/tune/trial.h"

#include <catch2/catch_test_macros.hpp>
#include <stdexcept>

using namespace halenet::tune;

TEST_CASE("outcomes and stages have names that lead back to them", "[trial]") {
    for (const Outcome outcome : {Outcome::measured, Outcome::dropped, Outcome::wrong_bits, Outcome::crashed,
                                  Outcome::hung, Outcome::slow_build, Outcome::no_build, Outcome::too_large}) {
        CHECK(outcome_named(name_of(outcome)) == outcome);
    }
    for (const Stage stage : {Stage::search, Stage::ranking, Stage::contender}) {
        CHECK(stage_named(name_of(stage)) == stage);
    }
    CHECK_THROWS_AS(outcome_named("fine"), std::runtime_error);
}
