#include "generator/tune/result_json.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

namespace halenet::tune {

namespace {

using Json = nlohmann::ordered_json;

const Json &units() {
    static const Json text{
        {"us_image", "microseconds for one image, of one core"},
        {"gain", "of speed against `reference`, 0.03 is 3 % faster, with its 95 % interval"},
        {"gain_over_start", "of speed against the plan of the start, through those in between"},
        {"multiply_adds", "a layer's multiplications with an addition for one image, zeros included"},
        {"peak_gflops", "10^9 float32 operations a second of one core, 2 for a multiply-add"}};
    return text;
}

Json speed(double log_ratio) {
    return std::isfinite(log_ratio) ? Json(std::expm1(log_ratio)) : Json(nullptr);
}

Json json_of(const Interval &gain) {
    return {{"estimate", speed(gain.estimate)}, {"low", speed(gain.low)}, {"high", speed(gain.high)}};
}

Json microseconds(double seconds) {
    return seconds > 0 ? Json(1e6 * seconds) : Json(nullptr);
}

/// The search compares with the best so far, which had been compared with the best before it.
class GainsOverStart {
  public:
    explicit GainsOverStart(const std::string &start) : known_{{start, 0}} {}

    /// Of a trial; the one of its reference was asked for before.
    [[nodiscard]] Json of(const Trial &trial) {
        const auto reference = known_.find(trial.question.reference);
        if (!is_measurement(trial) || reference == known_.end()) {
            return nullptr;
        }
        const double gain = reference->second + trial.gain.estimate;
        known_.try_emplace(trial.question.plan, gain);
        return speed(gain);
    }

  private:
    std::map<std::string, double> known_; ///< by plan, as logarithms
};

Json json_of(const Trial &trial) {
    const bool measured = is_measurement(trial);
    return {{"outcome", name_of(trial.outcome)},
            {"why", trial.why.empty() ? Json(nullptr) : Json(trial.why)},
            {"reference", trial.question.reference},
            {"gain", measured ? json_of(trial.gain) : Json(nullptr)},
            {"pairs", trial.pairs},
            {"us_image", measured ? microseconds(trial.seconds) : Json(nullptr)},
            {"bytes", trial.bytes},
            {"build_seconds", trial.build_seconds},
            {"cost_seconds", trial.cost_seconds}};
}

Json json_of(const KernelResult &kernel, std::int64_t multiply_adds) {
    Json search = Json::array();
    Json ranking = Json::array();
    Json contenders = Json::object();
    std::map<std::string, int> failures; // by outcome
    GainsOverStart gains(kernel.start_plan);
    for (const Trial &trial : kernel.trials) {
        switch (trial.question.stage) {
        case Stage::search: {
            Json line{{"n", search.size() + 1}, {"plan", trial.question.plan}};
            line.update(json_of(trial));
            line["gain_over_start"] = gains.of(trial);
            search.push_back(std::move(line));
            if (!is_measurement(trial)) {
                ++failures[name_of(trial.outcome)];
            }
            break;
        }
        case Stage::ranking: {
            Json line{{"plan", trial.question.plan}};
            line.update(json_of(trial));
            ranking.push_back(std::move(line));
            break;
        }
        case Stage::contender:
            contenders[trial.question.plan] = json_of(trial);
            break;
        }
    }
    return {{"name", kernel.name},
            {"share", kernel.share},
            {"multiply_adds", multiply_adds},
            {"start", {{"plan", kernel.start_plan}, {"us_image", microseconds(kernel.start_seconds)}}},
            // From the gain, which comes from pairs: two medians of different times may contradict it.
            {"best",
             {{"plan", kernel.best_plan},
              {"us_image", microseconds(kernel.start_seconds * std::exp(-kernel.gain.estimate))},
              {"gain", json_of(kernel.gain)}}},
            {"replaced", kernel.replaced},
            {"candidates", kernel.candidates},
            {"failures", kernel.failures},
            {"failures_by_outcome", failures},
            {"search", std::move(search)},
            {"ranking", std::move(ranking)},
            {"contenders", std::move(contenders)}};
}

Json json_of(const Comparison &comparison) {
    return {{"what", comparison.what},
            {"before_us", 1e6 * comparison.before_seconds},
            {"after_us", 1e6 * comparison.after_seconds},
            {"gain", json_of(comparison.gain)},
            {"pairs", comparison.pairs}};
}

} // namespace

std::string result_json(const TuningResult &result, const ResultContext &context) {
    Json comparisons = Json::array();
    for (const Comparison &comparison : result.comparisons) {
        comparisons.push_back(json_of(comparison));
    }
    Json kernels = Json::array();
    int candidates = 0;
    for (const KernelResult &kernel : result.kernels) {
        candidates += kernel.candidates;
        const auto multiply_adds = context.multiply_adds.find(kernel.name);
        kernels.push_back(json_of(kernel, multiply_adds == context.multiply_adds.end() ? 0 : multiply_adds->second));
    }
    const Json json{{"format", "halenet-tuning"},
                    {"version", 1},
                    {"units", units()},
                    {"date", context.date},
                    {"model", context.model},
                    {"target", context.target},
                    {"halide_target", context.halide_target},
                    {"halide", context.halide},
                    {"machine", {{"cpu", context.cpu}, {"cpus", context.cpus}, {"peak_gflops", context.peak_gflops}}},
                    {"command", context.command},
                    {"start", context.start},
                    {"seed", context.seed},
                    {"budget_seconds", context.budget_seconds},
                    {"seconds", result.seconds},
                    {"candidates", candidates},
                    {"stopped", result.stopped},
                    {"withdrawn", result.withdrawn},
                    {"comparisons", std::move(comparisons)},
                    {"kernels", std::move(kernels)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace halenet::tune
