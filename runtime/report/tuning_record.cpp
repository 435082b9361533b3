#include "runtime/report/tuning_record.h"

#include <algorithm>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/measure/arithmetic.h"

namespace halenet {
namespace {

using Gain = TuningRecord::Gain;
using Trial = TuningRecord::Trial;
using Kernel = TuningRecord::Kernel;

constexpr const char *format_name = "halenet-tuning";
constexpr int format_version = 1;

std::optional<double> number_or_nothing(const Json &json) {
    return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

std::optional<Gain> read_gain(const Json &json) {
    if (json.is_null() || json.at("estimate").is_null())
        return std::nullopt;
    return Gain{json.at("estimate").get<double>(), number_or_nothing(json.at("low")),
                number_or_nothing(json.at("high"))};
}

Trial read_trial(const Json &json, const std::string &plan) {
    return {.plan = plan,
            .outcome = json.at("outcome").get<std::string>(),
            .why = json.at("why").is_null() ? "" : json.at("why").get<std::string>(),
            .reference = json.at("reference").get<std::string>(),
            .gain = read_gain(json.at("gain")),
            .gain_over_start = number_or_nothing(json.value("gain_over_start", Json())),
            .microseconds = number_or_nothing(json.at("us_image")),
            .pairs = json.at("pairs").get<std::int64_t>()};
}

std::vector<Trial> read_trials(const Json &json) {
    std::vector<Trial> trials;
    for (const Json &trial : json)
        trials.push_back(read_trial(trial, trial.at("plan").get<std::string>()));
    return trials;
}

Kernel read_kernel(const Json &json) {
    const Json &start = json.at("start");
    const Json &best = json.at("best");
    Kernel kernel{.name = json.at("name").get<std::string>(),
                  .share = json.at("share").get<double>(),
                  .multiply_adds = json.at("multiply_adds").get<std::int64_t>(),
                  .start_plan = start.at("plan").get<std::string>(),
                  .best_plan = best.at("plan").get<std::string>(),
                  .start_microseconds = number_or_nothing(start.at("us_image")),
                  .best_microseconds = number_or_nothing(best.at("us_image")),
                  .gain = read_gain(best.at("gain")).value_or(Gain()),
                  .replaced = json.at("replaced").get<bool>(),
                  .candidates = json.at("candidates").get<std::int64_t>(),
                  .failures = json.at("failures").get<std::int64_t>(),
                  .search = read_trials(json.at("search")),
                  .ranking = read_trials(json.at("ranking"))};
    for (const auto &[outcome, count] : json.at("failures_by_outcome").items())
        kernel.failures_by_outcome.emplace_back(outcome, count.get<std::int64_t>());
    for (const auto &[name, contender] : json.at("contenders").items())
        kernel.contenders.push_back(read_trial(contender, name));
    return kernel;
}

TuningRecord read(const Json &json) {
    const Json &machine = json.at("machine");
    TuningRecord tuning{.date = json.at("date").get<std::string>(),
                        .model = json.at("model").get<std::string>(),
                        .target = json.at("target").get<std::string>(),
                        .halide_target = json.at("halide_target").get<std::string>(),
                        .halide = json.at("halide").get<std::string>(),
                        .cpu = machine.at("cpu").get<std::string>(),
                        .cpus = machine.at("cpus").get<std::int64_t>(),
                        .peak_gflops = machine.at("peak_gflops").get<double>(),
                        .command = json.at("command").get<std::string>(),
                        .start = json.at("start").get<std::string>(),
                        .seed = json.at("seed").get<std::uint64_t>(),
                        .budget_seconds = json.at("budget_seconds").get<double>(),
                        .seconds = json.at("seconds").get<double>(),
                        .candidates = json.at("candidates").get<std::int64_t>(),
                        .stopped = json.at("stopped").get<bool>(),
                        .withdrawn = json.at("withdrawn").get<bool>()};
    for (const Json &comparison : json.at("comparisons"))
        tuning.comparisons.push_back({.what = comparison.at("what").get<std::string>(),
                                      .before_microseconds = comparison.at("before_us").get<double>(),
                                      .after_microseconds = comparison.at("after_us").get<double>(),
                                      .gain = read_gain(comparison.at("gain")).value_or(Gain()),
                                      .pairs = comparison.at("pairs").get<std::int64_t>()});
    for (const Json &kernel : json.at("kernels"))
        tuning.kernels.push_back(read_kernel(kernel));
    std::ranges::sort(tuning.kernels, {}, [](const Kernel &kernel) { return std::pair(-kernel.share, kernel.name); });
    return tuning;
}

} // namespace

std::optional<double> TuningRecord::of_peak(const Kernel &kernel, std::optional<double> microseconds) const {
    if (kernel.multiply_adds == 0 || !microseconds || peak_gflops <= 0)
        return std::nullopt;
    const double gflops = 1e-3 * operations_a_multiply_add * static_cast<double>(kernel.multiply_adds) / *microseconds;
    return gflops / peak_gflops;
}

TuningRecord read_tuning_record(const Json &json, const std::string &name) {
    try {
        if (json.at("format") != format_name || json.at("version") != format_version)
            throw Error(fmt::format("{}: has format {}, version {}, expected {}, version {}", name,
                                    json.at("format").dump(), json.at("version").dump(), format_name, format_version));
        return read(json);
    } catch (const Json::exception &error) {
        throw Error(fmt::format("{}: is not what halenet tune --json of this version writes ({})", name, error.what()));
    }
}

std::vector<std::string> contenders_of(const TuningRecord &tuning) {
    std::vector<std::string> names;
    for (const Kernel &kernel : tuning.kernels)
        for (const Trial &contender : kernel.contenders)
            if (std::ranges::find(names, contender.plan) == names.end())
                names.push_back(contender.plan);
    return names;
}

const Trial *contender_of(const Kernel &kernel, const std::string &name) {
    const auto found = std::ranges::find(kernel.contenders, name, &Trial::plan);
    return found == kernel.contenders.end() ? nullptr : &*found;
}

} // namespace halenet
