/// What the tuner asks and what it is answered: a plan of one kernel against another plan of the same kernel.
#pragma once

#include "generator/tune/statistics.h"

#include <cstddef>
#include <string>

namespace halenet::tune {

/// Why somebody asks. Every stage measures in pairs; they differ in how long.
enum class Stage {
    search,    ///< is it better than the best so far? Hopeless plans are dropped early
    ranking,   ///< one of the best few against the plan of the start, until the interval is narrow
    contender, ///< an autoscheduler's schedule against the plan of the start
};

/// In the place of a kernel's name: the program's own knobs (schedules/settings.h).
inline constexpr const char *settings_name = "settings";

/// A question is the same again when all of this is the same.
struct Question {
    Stage stage = Stage::search;
    std::string kernel;    ///< name within the library, "c1_forward", or settings_name
    std::string plan;      ///< schedules::to_text; of a contender the autoscheduler's name, "Mullapudi2016"
    std::string reference; ///< the plan that it is compared with

    bool operator==(const Question &) const = default;
    auto operator<=>(const Question &) const = default;
};

enum class Outcome {
    measured,
    dropped,    ///< measured, until it was clear that it loses
    wrong_bits, ///< some result differs from the reference's
    crashed,    ///< its process was ended by a signal
    hung,       ///< its process did not end in time
    slow_build, ///< its compiler did not end in time
    no_build,   ///< it does not lower or compile
    too_large,  ///< its code is over the limit
};

/// The answer.
struct Trial {
    Question question;
    Outcome outcome = Outcome::measured;
    std::string why{};        ///< of an outcome that is no measurement: a sentence without a full stop
    Interval gain{};          ///< ln(reference's time / plan's time): positive is faster
    int pairs = 0;            ///< that were measured
    double seconds = 0;       ///< of the plan, median, for one image
    std::size_t bytes = 0;    ///< of the kernel's code and constants
    double build_seconds = 0; ///< that its own build took
    double cost_seconds = 0;  ///< of the budget: its part of the time that building the line took, and measuring

    bool operator==(const Trial &) const = default;
};

[[nodiscard]] inline bool is_measurement(const Trial &trial) {
    return trial.outcome == Outcome::measured || trial.outcome == Outcome::dropped;
}

/// "measured", "wrong bits", ...; and back, throws std::runtime_error for another text.
[[nodiscard]] const char *name_of(Outcome outcome);
[[nodiscard]] Outcome outcome_named(const std::string &name);
/// "search", "ranking", "contender"; and back.
[[nodiscard]] const char *name_of(Stage stage);
[[nodiscard]] Stage stage_named(const std::string &name);

} // namespace halenet::tune
