#include "generator/tune/statistics.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

namespace halenet::tune {

namespace {

/// The means of all two differences, and the differences themselves, rising.
std::vector<double> walsh_averages(std::span<const double> differences) {
    std::vector<double> means;
    for (std::size_t i = 0; i < differences.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            means.push_back(std::midpoint(differences[i], differences[j]));
        }
    }
    std::ranges::sort(means);
    return means;
}

/// Which of the means bounds the 95 % interval, counted from either end: the number of values at its lower end that the
/// signed-rank statistic takes with a probability of at most 2.5 % together where the pairs do not differ. 0: none
/// does.
std::size_t rank_of_bound(std::size_t pairs) {
    // Of each sum of the ranks of positive differences; each difference is positive by the toss of a coin.
    std::vector<double> probability(pairs * (pairs + 1) / 2 + 1);
    probability[0] = 1;
    for (std::size_t rank = 1; rank <= pairs; ++rank) {
        for (std::size_t sum = probability.size(); sum-- > 0;) {
            probability[sum] = (probability[sum] + (sum < rank ? 0 : probability[sum - rank])) / 2;
        }
    }
    std::size_t values = 0;
    for (double below = probability[0]; below <= 0.025; below += probability[values]) {
        ++values;
    }
    return values;
}

} // namespace

Interval interval_of(std::span<const double> differences) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Interval interval{.estimate = 0, .low = -infinity, .high = infinity};
    if (differences.empty()) {
        return interval;
    }
    const std::vector<double> means = walsh_averages(differences);
    interval.estimate = std::midpoint(means[(means.size() - 1) / 2], means[means.size() / 2]);
    if (const std::size_t rank = rank_of_bound(differences.size()); rank > 0) {
        interval.low = means[rank - 1];
        interval.high = means[means.size() - rank];
    }
    return interval;
}

} // namespace halenet::tune
