/// A laboratory without a machine: answers are a function of the question, as if measured with a little noise.
#pragma once

#include "generator/tune/laboratory.h"
#include "generator/tune/tuner.h"

#include <functional>
#include <string>
#include <vector>

namespace halenet::tune {

/// Knobs `vector` 1, 2, 4, 8, 16 and `rows` 1 to 12, whose product is at most 48.
[[nodiscard]] schedules::Space synthetic_space();

/// Two kernels on that space, from its portable corner; the second holds a quarter of the time.
[[nodiscard]] std::vector<Subject> synthetic_subjects();

/// An autoscheduler that beats every plan.
inline constexpr const char *contender = "Adams2019";

/// Microseconds by a plan of the space: least, 1, for the plan "vector 8, rows 6". By the contender 0.5.
[[nodiscard]] double microseconds(const std::string &plan);

class SyntheticLaboratory final : public Laboratory {
  public:
    /// Called before each answer; may replace it, or throw, or end the process.
    std::function<void(Trial &)> intervene = [](Trial & /*trial*/) {};
    std::vector<Question> asked;
    Interval whole_gain{0.1, 0.09, 0.11}; ///< what compare() says
    std::vector<Plans> compared;

    void answer(std::span<const Question> questions, const Answered &answered) override;
    std::vector<Comparison> compare(const Plans &before, const Plans &after) override;
};

/// A watcher who looks away.
class Nobody final : public Watcher {
  public:
    void on_trial(const KernelResult & /*kernel*/, const Trial & /*trial*/, bool from_record) override {
        from_record_ += from_record ? 1 : 0;
    }
    void on_progress(const std::vector<KernelResult> & /*kernels*/, double /*seconds_left*/) override {}
    void on_stage(const std::string & /*what*/) override {}
    [[nodiscard]] int from_record() const { return from_record_; }

  private:
    int from_record_ = 0;
};

} // namespace halenet::tune
