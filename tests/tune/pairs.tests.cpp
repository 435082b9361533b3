/// How long to measure, and what counts.
#include "generator/tune/pairs.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <limits>
#include <string>

using namespace halenet::tune;
using Catch::Matchers::WithinRel;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Nothing here takes so long.
Patience patience(int least, int most, double width, double hopeless = 0.02) {
    return {.least = least, .most = most, .width = width, .hopeless = hopeless, .seconds = 60};
}

Prepare always(const Timer &reference, const Timer &plan) {
    return [=](bool /*reference_first*/) { return Opponents{reference, plan}; };
}

Timer constant(double time) {
    return [=](std::size_t /*number*/) { return Timing{.time = time}; };
}

/// Another time in each pair of five turns, from `time` to a half more, so that no interval becomes narrow.
Timer restless(double time) {
    return [=](std::size_t number) {
        const std::size_t pair = number / 5;
        const double golden = 0.618 * static_cast<double>(pair);
        return Timing{.time = time * (1 + (golden - std::floor(golden)) / 2)};
    };
}

} // namespace

TEST_CASE("the gain is the logarithm of the ratio of times, in any unit", "[pairs]") {
    for (const double unit : {1e-9, 1.0, 1e9}) {
        const Pairs pairs = measure_pairs(always(constant(3 * unit), constant(2 * unit)), patience(8, 60, 0.005));
        CHECK_THAT(gain_of(pairs).estimate, WithinRel(std::log(1.5)));
        CHECK(pairs.plan.size() == 8);
        CHECK_FALSE(pairs.dropped);
    }
}

TEST_CASE("pairs go on until the interval is narrow, or there were enough", "[pairs]") {
    CHECK(measure_pairs(always(restless(1), constant(1)), patience(8, 37, 0.005)).plan.size() == 37);
    CHECK(measure_pairs(always(restless(1), constant(1)), patience(8, 37, infinity)).plan.size() == 8);
}

TEST_CASE("a hopeless plan is dropped early, but only where that is wanted", "[pairs]") {
    const Prepare slower = always(restless(1), constant(2));
    const Pairs dropped = measure_pairs(slower, patience(8, 60, 0));
    CHECK(dropped.dropped);
    CHECK(dropped.plan.size() == 8);
    const Pairs kept = measure_pairs(slower, patience(8, 60, 0, infinity));
    CHECK_FALSE(kept.dropped);
    CHECK(kept.plan.size() == 60);
    CHECK_FALSE(measure_pairs(always(constant(1), constant(1.01)), patience(8, 60, 0)).dropped);
    CHECK_FALSE(measure_pairs(always(restless(1), constant(1.25)), patience(8, 60, 0)).dropped);
}

TEST_CASE("who comes first takes turns", "[pairs]") {
    std::string order;
    const auto told = [&](char name) {
        return [&order, name](std::size_t /*number*/) {
            order += name;
            return Timing{.time = 1};
        };
    };
    static_cast<void>(measure_pairs(
        [&](bool reference_first) {
            order += reference_first ? " R:" : " P:";
            return Opponents{told('r'), told('p')};
        },
        patience(2, 2, 0)));
    CHECK(order == " R:rprpprrppr P:prprrpprrp");
}

TEST_CASE("both have the same work, another one each time", "[pairs]") {
    std::vector<std::size_t> of_reference, of_plan;
    const auto told = [](std::vector<std::size_t> &numbers) {
        return [&numbers](std::size_t number) {
            numbers.push_back(number);
            return Timing{.time = 1};
        };
    };
    static_cast<void>(measure_pairs(always(told(of_reference), told(of_plan)), patience(6, 6, 0)));
    CHECK(of_reference == of_plan);
    for (std::size_t k = 0; k < of_plan.size(); ++k) {
        CHECK(of_plan[k] == k);
    }
}

TEST_CASE("a first run and a single slow one do not show in a pair", "[pairs]") {
    const Timer plan = [](std::size_t number) { return Timing{.time = number % 5 < 2 ? 100.0 : 1.0}; };
    for (const double time : measure_pairs(always(constant(1), plan), patience(6, 6, 0)).plan) {
        CHECK(time == 1);
    }
}

TEST_CASE("what was disturbed does not count", "[pairs]") {
    const Timer plan = [](std::size_t number) {
        const bool disturbed = number % 3 == 0;
        return Timing{.time = disturbed ? 100.0 : 1.0, .disturbed = disturbed};
    };
    for (const Prepare &prepare : {always(constant(1), plan), always(plan, constant(1))}) {
        const Pairs pairs = measure_pairs(prepare, patience(8, 8, 0));
        CHECK(pairs.plan == std::vector<double>(8, 1));
        CHECK(pairs.reference == std::vector<double>(8, 1));
    }
}

TEST_CASE("where time is over, six pairs have to do, disturbed or not", "[pairs]") {
    const Timer disturbed = [](std::size_t /*number*/) { return Timing{.time = 2, .disturbed = true}; };
    Patience none = patience(12, 60, 0.005);
    none.seconds = 0;
    const Pairs pairs = measure_pairs(always(disturbed, disturbed), none);
    CHECK(pairs.plan.size() == 6);
    CHECK(std::isfinite(gain_of(pairs).high));
}
