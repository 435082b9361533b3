#include <array>
#include <cmath>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "runtime/measure/summary.h"

using namespace halenet;
using Catch::Matchers::WithinRel;

TEST_CASE("a quantile is linear between neighbours") {
    constexpr std::array sorted{10.0, 20.0, 40.0, 80.0, 160.0};
    CHECK(quantile(sorted, 0) == 10);
    CHECK(quantile(sorted, 0.25) == 20);
    CHECK(quantile(sorted, 0.5) == 40);
    CHECK(quantile(sorted, 0.625) == 60);
    CHECK(quantile(sorted, 0.875) == 120);
    CHECK(quantile(sorted, 1) == 160);
    constexpr std::array single{7.0};
    for (const double part : {0.0, 0.3, 1.0})
        CHECK(quantile(single, part) == 7);
}

TEST_CASE("a summary is of the samples in any order") {
    const Summary summary = summary_of({40, 10, 30, 20});
    CHECK(summary.count == 4);
    CHECK(summary.least == 10);
    CHECK(summary.lower_quartile == 17.5);
    CHECK(summary.median == 25);
    CHECK(summary.upper_quartile == 32.5);
    CHECK(summary.greatest == 40);

    const Summary single = summary_of({3});
    CHECK(single.count == 1);
    for (const double value :
         {single.least, single.lower_quartile, single.median, single.upper_quartile, single.greatest})
        CHECK(value == 3);
}

TEST_CASE("a mean has the standard error of its samples") {
    constexpr std::array samples{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0};
    const Mean mean = mean_of(samples); // the squares of the differences sum up to 32
    CHECK(mean.value == 5);
    CHECK_THAT(mean.standard_error, WithinRel(std::sqrt(32.0 / 7 / 8), 1e-15));

    constexpr std::array equal{0.5, 0.5};
    CHECK(mean_of(equal).standard_error == 0);
    const Mean single = mean_of(std::array{3.0});
    CHECK(single.value == 3);
    CHECK(std::isnan(single.standard_error));
}
