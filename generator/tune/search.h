/// The search in a kernel's plan space: coordinate search with restarts. It asks and is told, measures nothing, and is
/// decided by its seed and what it is told alone, so that a search that was interrupted goes the same way again.
///
/// From the best plan that was given it searches lines: all values of one knob, or two counts at once, one up and the
/// other down, so that their product stays (a register block of 2 x 14 after one of 4 x 7). Of a long line it tries a
/// few plans, then what lies around the best of them. After each line it moves to the best plan of the line. Knobs are
/// searched as the space lists them at first, which is why a plan lists first what matters most; then what made the
/// greatest difference so far comes first. Where no line leads further it starts again from the best of a few random
/// plans, or of a few that differ from the best one in some knobs, by turns.
#pragma once

#include "schedules/knobs.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <vector>

namespace halenet::tune {

class Search {
  public:
    /// Begins with the plan `start` and then `others`, those of other targets; those of them that are no plans of the
    /// space are left out.
    Search(schedules::Space space, schedules::Values start, std::vector<schedules::Values> others, std::uint64_t seed);

    /// The plans to try next, at most 8 but for `others`; none depends on another, so that they can be built at once.
    /// No plan comes twice. None: the whole space was tried, or so much of a huge one that no other plan was found.
    [[nodiscard]] std::vector<schedules::Values> next();

    /// What came of each plan that next() gave, before next() is asked again. `gain`: ln(start's time / plan's time), 0
    /// for the start; nothing where the plan failed.
    void tell(const schedules::Values &plan, std::optional<double> gain);

    /// The plans that were measured, the fastest first, at most `count`; the start is one of them, with gain 0.
    [[nodiscard]] std::vector<schedules::Values> best(std::size_t count) const;
    [[nodiscard]] double gain_of(const schedules::Values &plan) const; ///< of a plan that was measured

    [[nodiscard]] std::size_t tried() const { return tried_.size(); }

  private:
    /// Through the current plan: along one knob, or, where the two differ, along two whose product stays.
    struct Line {
        std::size_t knob = 0, other = 0;
        bool searched = false; ///< through the current plan, or nothing but its own knob was changed since
    };

    [[nodiscard]] std::vector<schedules::Values> ask(const std::vector<schedules::Values> &plans);
    [[nodiscard]] std::vector<schedules::Values> beside_best() const;
    void leave_line();
    [[nodiscard]] bool enter_line();
    [[nodiscard]] bool restart();
    [[nodiscard]] std::optional<schedules::Values> draw();
    [[nodiscard]] std::optional<schedules::Values> draw_near_best();
    [[nodiscard]] std::size_t random_below(std::size_t count);
    [[nodiscard]] bool is_new(const schedules::Values &plan) const;
    [[nodiscard]] double worth(const schedules::Values &plan) const; ///< its gain, or minus infinity

    schedules::Space space_;
    std::vector<schedules::Values> others_; ///< not asked yet
    std::mt19937_64 random_;
    std::map<schedules::Values, std::optional<double>> tried_; ///< the gains; nothing: failed, or not told yet
    schedules::Values current_;                                ///< the lines go through it
    std::vector<schedules::Values> line_;                      ///< under way
    std::optional<std::size_t> knob_;                          ///< that it is along; nothing: two, or no line at all
    std::vector<Line> lines_;
    std::vector<double> effects_; ///< of each knob: the widest range of gains along it; infinite before the first line
    int restarts_ = 0;
};

} // namespace halenet::tune
