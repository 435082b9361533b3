#include "generator/tune/search.h"

#include "generator/tune/lines.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace halenet::tune {

using schedules::Values;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t most_at_once = 8;
constexpr std::size_t plans_of_restart = 4;
/// What a move must gain: less is within the noise of the measurements, and would be followed around in circles of
/// plans that are as good as each other.
constexpr double least_gain = 0.003;

} // namespace

Search::Search(schedules::Space space, Values start, std::vector<Values> others, std::uint64_t seed)
    : space_(std::move(space)), others_(std::move(others)), random_(seed), current_(std::move(start)),
      effects_(space_.names.size(), infinity) {
    std::erase_if(others_, [&](const Values &plan) { return !is_new(plan); });
    for (std::size_t knob = 0; knob < effects_.size(); ++knob) {
        lines_.push_back({.knob = knob, .other = knob});
    }
    for (std::size_t knob = 0; knob < effects_.size(); ++knob) {
        for (std::size_t other = knob + 1; other < effects_.size(); ++other) {
            if (is_count(space_, knob) && is_count(space_, other)) {
                lines_.push_back({.knob = knob, .other = other});
            }
        }
    }
}

std::vector<Values> Search::next() {
    if (tried_.empty()) {
        return ask({current_});
    }
    if (!others_.empty()) {
        line_ = std::exchange(others_, {});
        if (std::vector<Values> plans = ask(line_); !plans.empty()) {
            return plans;
        }
    }
    for (;;) {
        if (std::vector<Values> plans = ask(beside_best()); !plans.empty()) {
            return plans;
        }
        leave_line();
        if (!enter_line() && !restart()) {
            return {};
        }
        std::vector<Values> untried = line_;
        std::erase_if(untried, [&](const Values &plan) { return tried_.contains(plan); });
        if (std::vector<Values> plans = ask(spread_over(untried, most_at_once)); !plans.empty()) {
            return plans;
        }
    }
}

void Search::tell(const Values &plan, std::optional<double> gain) {
    tried_[plan] = gain;
}

std::vector<Values> Search::best(std::size_t count) const {
    std::vector<Values> plans;
    for (const auto &[plan, gain] : tried_) {
        if (gain) {
            plans.push_back(plan);
        }
    }
    std::ranges::sort(plans, {}, [&](const Values &plan) { return std::pair(-worth(plan), plan); });
    plans.resize(std::min(plans.size(), count));
    return plans;
}

double Search::gain_of(const Values &plan) const {
    return tried_.at(plan).value();
}

/// Those of the plans that were never asked, each once.
std::vector<Values> Search::ask(const std::vector<Values> &plans) {
    std::vector<Values> asked;
    for (const Values &plan : plans) {
        if (tried_.emplace(plan, std::nullopt).second) {
            asked.push_back(plan);
        }
    }
    return asked;
}

/// Of a line of which a spread was tried: on either side of the best plan the middle of those before the next tried
/// one.
std::vector<Values> Search::beside_best() const {
    if (line_.empty()) {
        return {};
    }
    const auto best = std::ranges::max_element(line_, {}, [&](const Values &plan) { return worth(plan); });
    const auto is_tried = [&](const Values &plan) { return tried_.contains(plan); };
    const auto below = std::find_if(std::make_reverse_iterator(best), line_.rend(), is_tried).base();
    const auto above = std::find_if(best + 1, line_.end(), is_tried);
    std::vector<Values> middles;
    if (below < best) {
        middles.push_back(*(below + (best - below) / 2));
    }
    if (best + 1 < above) {
        middles.push_back(*(best + (above - best) / 2));
    }
    return middles;
}

/// Moves to the best plan of the line, if it is better than the current one.
void Search::leave_line() {
    double least = infinity;
    const Values *best = &current_;
    for (const Values &plan : line_) {
        if (worth(plan) > worth(*best)) {
            best = &plan;
        }
        if (worth(plan) > -infinity) {
            least = std::min(least, worth(plan));
        }
    }
    if (knob_) {
        effects_[*knob_] = std::max(worth(*best) - least, 0.0); // no plan was measured: least is infinite
    }
    if (worth(*best) > worth(current_) + least_gain) {
        current_ = *best;
        for (Line &line : lines_) {
            line.searched = line.knob == line.other && line.knob == knob_;
        }
    }
}

/// Chooses the line that promises most among those not searched through the current plan. Of two knobs the one that
/// matters less decides; where nothing is known the first one listed comes first.
bool Search::enter_line() {
    Line *chosen = nullptr;
    double promise = -infinity;
    for (Line &line : lines_) {
        const double effect = std::min(effects_[line.knob], effects_[line.other]);
        if (!line.searched && effect > promise) {
            chosen = &line;
            promise = effect;
        }
    }
    if (chosen == nullptr) {
        return false;
    }
    chosen->searched = true;
    if (chosen->knob == chosen->other) {
        knob_ = chosen->knob;
        line_ = along_knob(space_, current_, chosen->knob);
    } else {
        knob_.reset();
        line_ = along_product(space_, current_, chosen->knob, chosen->other);
    }
    return true;
}

/// Begins at the best of a few new plans; false: there are none.
bool Search::restart() {
    const bool anywhere = restarts_ % 2 == 0;
    knob_.reset();
    line_.clear();
    while (line_.size() < plans_of_restart) {
        std::optional<Values> plan = anywhere ? draw() : draw_near_best();
        if (!plan) {
            break;
        }
        line_.push_back(std::move(*plan));
    }
    if (line_.empty()) {
        return false;
    }
    ++restarts_;
    current_ = line_.front();
    for (Line &line : lines_) {
        line.searched = false;
    }
    return true;
}

/// A random new plan: the first one on a walk with random first place and stride through the whole space, each plan
/// once.
std::optional<Values> Search::draw() {
    constexpr std::size_t most_steps = 100'000; // some tenths of a second
    std::size_t count = 1;
    for (const std::vector<int> &values : space_.values) {
        count *= values.size();
    }
    std::size_t stride = 1;
    do {
        stride = 1 + random_below(count);
    } while (std::gcd(stride, count) != 1);
    std::size_t place = random_below(count);
    for (std::size_t step = 0; step < std::min(count, most_steps); ++step) {
        Values plan;
        std::size_t rest = place;
        for (const std::vector<int> &values : space_.values) {
            plan.push_back(values[rest % values.size()]);
            rest /= values.size();
        }
        if (is_new(plan)) {
            return plan;
        }
        place = (place + stride) % count;
    }
    return std::nullopt;
}

/// The best plan with two or three knobs turned at random, as long as that gives a new one.
std::optional<Values> Search::draw_near_best() {
    const std::vector<Values> fastest = best(1);
    for (int attempt = 0; !fastest.empty() && attempt < 100; ++attempt) {
        Values plan = fastest.front();
        for (std::size_t turns = 2 + random_below(2); turns > 0; --turns) {
            const std::size_t knob = random_below(plan.size());
            plan[knob] = space_.values[knob][random_below(space_.values[knob].size())];
        }
        if (is_new(plan)) {
            return plan;
        }
    }
    return draw();
}

std::size_t Search::random_below(std::size_t count) {
    return random_() % count;
}

bool Search::is_new(const Values &plan) const {
    return !tried_.contains(plan) && schedules::why_not(space_, plan).empty();
}

double Search::worth(const Values &plan) const {
    const auto found = tried_.find(plan);
    return found == tried_.end() ? -infinity : found->second.value_or(-infinity);
}

} // namespace halenet::tune
