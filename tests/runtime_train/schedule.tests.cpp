#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <halenet/schedule.h>

using Catch::Matchers::WithinRel;
using halenet::learning_rate_at;
using halenet::Schedule;

TEST_CASE("a constant schedule gives the peak at every step") {
    for (const int step : {0, 1, 500, 999})
        CHECK(learning_rate_at(Schedule::constant, 0.001, step, 1000) == 0.001);
}

TEST_CASE("one cycle goes from a tenth over the peak to a thousandth") {
    const auto rate = [](int step) { return learning_rate_at(Schedule::one_cycle, 0.004, step, 1001); };
    CHECK_THAT(rate(0), WithinRel(0.0004, 1e-12));
    CHECK_THAT(rate(100), WithinRel((0.0004 + 0.004) / 2, 1e-12)); // half of the warm-up
    CHECK(rate(200) == 0.004);
    CHECK_THAT(rate(600), WithinRel((0.004 + 0.000004) / 2, 1e-12)); // half of the way down
    CHECK_THAT(rate(1000), WithinRel(0.000004, 1e-9));
}

TEST_CASE("one cycle rises, then falls, and stays above 0 for any number of steps") {
    const int steps = GENERATE(1, 2, 3, 4, 5, 6, 9, 10, 11, 100, 6880);
    CAPTURE(steps);
    const int top = steps / 5;
    for (int step = 0; step < steps; ++step) {
        const double rate = learning_rate_at(Schedule::one_cycle, 1.0, step, steps);
        CAPTURE(step, rate);
        CHECK(rate > 0);
        CHECK(rate <= 1);
        CHECK((rate == 1) == (step == top));
        if (step > 0)
            CHECK((rate > learning_rate_at(Schedule::one_cycle, 1.0, step - 1, steps)) == (step <= top));
    }
}
