/// The estimate and its interval: on published samples, and by what they promise.
#include "generator/tune/statistics.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace halenet::tune;
using Catch::Matchers::WithinAbs;

namespace {

void check_interval(const std::vector<double> &differences, const Interval &expected) {
    const Interval found = interval_of(differences);
    CHECK_THAT(found.estimate, WithinAbs(expected.estimate, 1e-12));
    CHECK_THAT(found.low, WithinAbs(expected.low, 1e-12));
    CHECK_THAT(found.high, WithinAbs(expected.high, 1e-12));
}

/// Differences around `truth` whose distribution is symmetric, with tails heavier than the normal's (the logistic).
std::vector<double> sample(std::mt19937_64 &random, double truth, std::size_t count) {
    std::vector<double> differences;
    while (differences.size() < count) {
        const double part = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; // within 0 .. 1
        differences.push_back(truth + std::log(part / (1 - part)));
    }
    return differences;
}

} // namespace

// Expected numbers: the estimate as numpy.median of all means of two; the interval by inverting
// scipy.stats.wilcoxon(differences - shift, method="exact"): the shifts with a p-value above 0.05.
TEST_CASE("known samples have their known intervals", "[statistics]") {
    // Hamilton depression scale factor before and after a tranquilizer: Hollander, Wolfe and Chicken, table 3.1.
    check_interval({1.83 - 0.878, 0.50 - 0.647, 1.62 - 0.598, 2.48 - 2.05, 1.68 - 1.06, 1.88 - 1.29, 1.55 - 1.06,
                    3.06 - 3.14, 1.30 - 1.29},
                   {.estimate = 0.46, .low = 0.01, .high = 0.786});
    // Heights of crossed less self-fertilized maize, eighths of an inch: Darwin, 1876.
    check_interval({49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48},
                   {.estimate = 25, .low = 4, .high = 41.5});
    std::vector<double> forty;
    for (int i = 1; i <= 40; ++i) {
        forty.push_back(i * 37 % 101 - 40 + i / 64.0);
    }
    check_interval(forty, {.estimate = 11.8203125, .low = 1.7734375, .high = 21.8671875});
}

TEST_CASE("the interval covers the truth in 95 of 100 samples", "[statistics]") {
    std::mt19937_64 random(7);
    constexpr double truth = 0.3;
    constexpr int samples = 2000;
    int covered = 0;
    for (int i = 0; i < samples; ++i) {
        const Interval interval = interval_of(sample(random, truth, 20));
        covered += interval.low <= truth && truth <= interval.high ? 1 : 0;
    }
    CHECK(covered >= samples * 0.935);
    CHECK(covered <= samples * 0.965);
}

TEST_CASE("a disturbed pair moves the estimate and the interval little", "[statistics]") {
    std::mt19937_64 random(11);
    std::vector<double> differences = sample(random, 0, 20);
    const Interval calm = interval_of(differences);
    *std::ranges::max_element(differences) = 1e6;
    const Interval disturbed = interval_of(differences);
    const double width = calm.high - calm.low;
    CHECK(std::abs(disturbed.estimate - calm.estimate) < 0.1 * width);
    CHECK(std::abs(disturbed.low - calm.low) < 0.1 * width);
    CHECK(disturbed.high - calm.high < 0.5 * width);
}

TEST_CASE("fewer than six pairs have no interval", "[statistics]") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(interval_of({}) == Interval{.estimate = 0, .low = -infinity, .high = infinity});
    std::vector<double> differences{2};
    CHECK(interval_of(differences) == Interval{.estimate = 2, .low = -infinity, .high = infinity});
    differences = {1, 2, 3, 4, 5};
    CHECK(interval_of(differences) == Interval{.estimate = 3, .low = -infinity, .high = infinity});
    CHECK_FALSE(interval_of(differences).excludes_zero());
    differences.push_back(6);
    CHECK(interval_of(differences) == Interval{.estimate = 3.5, .low = 1, .high = 6}); // 2 of 2^6 signs: 97 %
    CHECK(interval_of(differences).excludes_zero());
}

TEST_CASE("shifted and mirrored differences have a shifted and mirrored interval", "[statistics]") {
    std::mt19937_64 random(13);
    for (const std::size_t count : {1U, 6U, 7U, 19U, 60U}) {
        const std::vector<double> differences = sample(random, 0.1, count);
        const Interval interval = interval_of(differences);
        CHECK(interval.low <= interval.estimate);
        CHECK(interval.estimate <= interval.high);
        std::vector<double> mirrored, shifted;
        for (const double difference : differences) {
            mirrored.insert(mirrored.begin(), -difference); // their order does not matter
            shifted.push_back(difference + 2);
        }
        CHECK(interval_of(mirrored) == Interval{-interval.estimate, -interval.high, -interval.low});
        if (count >= 6) {
            check_interval(shifted, {interval.estimate + 2, interval.low + 2, interval.high + 2});
        }
    }
}

TEST_CASE("equal differences have an interval of no width", "[statistics]") {
    const Interval interval = interval_of(std::vector<double>(12, 0.25));
    CHECK(interval == Interval{.estimate = 0.25, .low = 0.25, .high = 0.25});
}
