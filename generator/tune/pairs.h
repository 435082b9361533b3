/// Times of two things, in pairs.
#pragma once

#include "generator/tune/statistics.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace halenet::tune {

/// How long to measure. At least `least` pairs; then until the interval's half width is at most `width`, it is clear
/// that the plan is slower by more than `hopeless`, or there were `most`. After `seconds` the pairs that there are have
/// to do, but for the six without which there is no interval.
struct Patience {
    int least = 12, most = 60;
    double width = 0.005;
    double hopeless = 0.02; ///< drop as soon as the interval lies wholly below -hopeless; infinity: never
    double seconds = 2;
};

struct Pairs {
    std::vector<double> reference, plan; ///< times
    bool dropped = false;                ///< ended because it was hopeless
};

struct Timing {
    double time = 0;        ///< in any unit, above 0
    bool disturbed = false; ///< something else ran meanwhile
};

/// Times a run; both have the same work to do under the same number.
using Timer = std::function<Timing(std::size_t number)>;

struct Opponents {
    Timer reference, plan;
};

/// Prepares both for a pair, in the order that it is told: what differs from one time to the next, such as where they
/// lie in memory, is to show as noise of the pairs, and what depends on who was first is to cancel out.
using Prepare = std::function<Opponents(bool reference_first)>;

/// For each pair prepares both, runs both once unseen and then a few times by turns, whose medians are the pair. A turn
/// that was disturbed does not count, whatever its times are; only where there is no rest within `seconds`, all count
/// from then on.
[[nodiscard]] Pairs measure_pairs(const Prepare &prepare, const Patience &patience);

/// Of ln(reference / plan): positive is faster.
[[nodiscard]] Interval gain_of(const Pairs &pairs);

} // namespace halenet::tune
