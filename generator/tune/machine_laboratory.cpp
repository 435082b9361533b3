#include "generator/tune/machine_laboratory.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <utility>

namespace halenet::tune {

namespace {

/// An autoscheduler searches too, and may unroll as it likes: Adams2019 takes three minutes for LeNet-5's first layer.
constexpr double contender_seconds = 300;
/// A library of which every kernel may be new.
constexpr double whole_seconds = 120;

/// A measurement takes a second or two.
constexpr double measuring_seconds = 10;

/// A search asks much and answers roughly; what decides takes its time and gives up no plan early.
Patience patience_for(Stage stage) {
    if (stage == Stage::search) {
        return {};
    }
    return {
        .least = 40, .most = 400, .width = 0.0025, .hopeless = std::numeric_limits<double>::infinity(), .seconds = 4};
}

void take(const Measured &measured, Trial &trial) {
    trial.outcome = measured.outcome;
    trial.why = measured.why;
    trial.gain = measured.gain;
    trial.pairs = measured.pairs;
    trial.seconds = measured.seconds;
}

/// What others are compared with was built before, or is whole.
void check(const Built &reference) {
    if (reference.outcome != Outcome::measured) {
        throw std::runtime_error("a library to compare with cannot be built: " + reference.why);
    }
}

Build build_of(const Question &question) {
    Build build{.plans = {{question.kernel, question.plan}},
                // settings are without code
                .kernel = question.kernel == settings_name ? "" : question.kernel};
    if (question.stage == Stage::contender) {
        build.seconds = contender_seconds;
        build.most_bytes = std::numeric_limits<std::size_t>::max();
    }
    return build;
}

} // namespace

MachineLaboratory::MachineLaboratory(Builder &builder, Measurer &measurer, Plans start, std::function<bool()> stopped)
    : builder_(builder), measurer_(measurer), start_(std::move(start)), stopped_(std::move(stopped)) {}

void MachineLaboratory::answer(std::span<const Question> questions, const Answered &answered) {
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    const Clock::time_point start = Clock::now();
    std::vector<Build> builds{
        {.plans = {{questions.front().kernel, questions.front().reference}}, .seconds = whole_seconds}};
    for (const Question &question : questions) {
        builds.push_back(build_of(question));
    }
    const std::vector<Built> built = builder_.build(builds);
    check(built.front());
    const double building = since(start) / static_cast<double>(questions.size());
    for (std::size_t k = 0; k < questions.size() && !stopped_(); ++k) {
        const Built &plan = built[k + 1];
        const Clock::time_point measuring = Clock::now();
        Trial trial{.question = questions[k],
                    .outcome = plan.outcome,
                    .why = plan.why,
                    .bytes = plan.bytes,
                    .build_seconds = plan.seconds};
        if (plan.outcome == Outcome::measured) {
            take(measurer_.compare(built.front().library, plan.library, trial.question.kernel,
                                   patience_for(trial.question.stage), measuring_seconds),
                 trial);
        }
        if (stopped_() && !is_measurement(trial)) {
            break; // what stopped this process may have reached its children
        }
        trial.cost_seconds = building + since(measuring);
        answered(trial);
    }
    for (std::size_t k = 1; k < builds.size(); ++k) {
        builder_.remove(builds[k].plans);
    }
}

std::vector<Comparison> MachineLaboratory::compare(const Plans &before, const Plans &after) {
    const auto whole = [this](Plans plans) {
        plans.insert(start_.begin(), start_.end());
        return Build{.plans = std::move(plans), .seconds = whole_seconds};
    };
    const std::vector<Built> built = builder_.build(std::vector<Build>{whole(before), whole(after)});
    std::ranges::for_each(built, check);
    return measurer_.compare_whole(built.front().library, built.back().library);
}

} // namespace halenet::tune
