#include "generator/tune/pairs.h"

#include "runtime/measure/summary.h"
#include "runtime/train/stopwatch.h"

#include <algorithm>
#include <cmath>

namespace halenet::tune {

namespace {

// As many as make the noise of a turn about as small as that between two pairs, which no turn reduces.
constexpr std::size_t turns_of_pair = 4;

constexpr std::size_t fewest_pairs = 6; // that have a 95 % interval

struct Turn {
    Timing reference, plan;
    [[nodiscard]] bool disturbed() const { return reference.disturbed || plan.disturbed; }
};

Turn take_turn(const Opponents &opponents, bool reference_first, std::size_t number) {
    Turn turn;
    if (reference_first) {
        turn.reference = opponents.reference(number);
    }
    turn.plan = opponents.plan(number);
    if (!reference_first) {
        turn.reference = opponents.reference(number);
    }
    return turn;
}

/// Of so many pairs, when to look at them next.
std::size_t next_look(std::size_t pairs) {
    return pairs + std::max<std::size_t>(4, pairs / 4);
}

} // namespace

Pairs measure_pairs(const Prepare &prepare, const Patience &patience) {
    Pairs pairs;
    const Stopwatch stopwatch;
    const auto is_late = [&] { return stopwatch.seconds() > patience.seconds; };
    std::size_t number = 0;
    const auto measure_pair = [&](bool reference_first) {
        const Opponents opponents = prepare(reference_first);
        take_turn(opponents, reference_first, number++);
        std::vector<double> reference, plan;
        while (plan.size() < turns_of_pair) {
            const Turn turn = take_turn(opponents, reference_first == (plan.size() % 2 == 0), number++);
            if (!turn.disturbed() || is_late()) {
                reference.push_back(turn.reference.time);
                plan.push_back(turn.plan.time);
            }
        }
        pairs.reference.push_back(summary_of(std::move(reference)).median);
        pairs.plan.push_back(summary_of(std::move(plan)).median);
    };

    const auto least = static_cast<std::size_t>(patience.least), most = static_cast<std::size_t>(patience.most);
    for (std::size_t look = least; pairs.plan.size() < most && !(pairs.plan.size() >= fewest_pairs && is_late());) {
        measure_pair(pairs.plan.size() % 2 == 0);
        if (pairs.plan.size() != look) {
            continue;
        }
        look = next_look(look);
        const Interval gain = gain_of(pairs);
        pairs.dropped = gain.high < -patience.hopeless;
        if (pairs.dropped || (gain.high - gain.low) / 2 <= patience.width) {
            break;
        }
    }
    return pairs;
}

Interval gain_of(const Pairs &pairs) {
    std::vector<double> differences(pairs.plan.size());
    std::ranges::transform(pairs.reference, pairs.plan, differences.begin(),
                           [](double reference, double plan) { return std::log(reference / plan); });
    return interval_of(differences);
}

} // namespace halenet::tune
