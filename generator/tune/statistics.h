/// What repeated pairs of measurements say.
#pragma once

#include <span>

namespace halenet::tune {

/// An estimate and its 95 % interval.
struct Interval {
    double estimate = 0, low = 0, high = 0;

    [[nodiscard]] bool excludes_zero() const { return low > 0 || high < 0; }
    bool operator==(const Interval &) const = default;
};

/// Of the differences of pairs, all of them finite: the Hodges-Lehmann estimate, the median of the means of all two
/// differences, with the interval that Wilcoxon's signed-rank test gives by its exact distribution (Hollander, Wolfe
/// and Chicken, Nonparametric Statistical Methods, 3.2 and 3.3). A disturbed pair moves neither. Fewer than 6 pairs
/// have no 95 % interval: it is infinite then; the estimate of none is 0. Takes time by the cube of the number of
/// pairs: some 0.1 ms for 60.
[[nodiscard]] Interval interval_of(std::span<const double> differences);

} // namespace halenet::tune
