/// Where questions are answered.
#pragma once

#include "generator/tune/trial.h"

#include <functional>
#include <map>
#include <span>
#include <string>

namespace halenet::tune {

/// Called with each answer as soon as it is known, in the order of the questions.
using Answered = std::function<void(const Trial &trial)>;

/// Plans of kernels by name, as text; kernels that are not in it run by the plans of the start.
using Plans = std::map<std::string, std::string>;

/// Two whole libraries against each other, in pairs. Gains are ln(before / after).
struct Comparison {
    std::string what;                             ///< "training step, batch 64, 1 thread"; "one image"
    double before_seconds = 0, after_seconds = 0; ///< medians
    Interval gain{};
    int pairs = 0;
};

class Laboratory {
  public:
    Laboratory() = default;
    Laboratory(const Laboratory &) = delete;
    Laboratory &operator=(const Laboratory &) = delete;
    virtual ~Laboratory() = default;

    /// Builds the plans of all questions, which are about one kernel, in parallel, then measures one after the other.
    /// A plan that fails in any way is an answer and no error. Throws std::runtime_error for what is wrong with the
    /// machine, a full disk for instance. Where the user has stopped the tuner, the rest
    /// may stay unanswered.
    virtual void answer(std::span<const Question> questions, const Answered &answered) = 0;

    /// The libraries that these plans make, whole.
    virtual std::vector<Comparison> compare(const Plans &before, const Plans &after) = 0;
};

} // namespace halenet::tune
