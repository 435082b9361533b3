#include "generator/tune/measurer.h"

#include "generator/tune/child.h"
#include "generator/tune/contest.h"
#include "runtime/measure/summary.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include <halenet/threads.h>

namespace halenet::tune {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// ---- What children answer, in CBOR, which keeps each bit of a number.

Json json_of(const Contest &contest) {
    return {name_of(contest.outcome), contest.why, contest.pairs.reference, contest.pairs.plan};
}

Measured measured_of(const Json &json) {
    Measured measured{.outcome = outcome_named(json.at(0)), .why = json.at(1)};
    if (const Pairs pairs{.reference = json.at(2), .plan = json.at(3)}; !pairs.plan.empty()) {
        measured.gain = gain_of(pairs);
        measured.pairs = static_cast<int>(pairs.plan.size());
        measured.reference_seconds = summary_of(pairs.reference).median;
        measured.seconds = summary_of(pairs.plan).median;
    }
    return measured;
}

Json json_of(const KernelTime &time) {
    return {time.kernel, time.pass, time.seconds, time.share};
}

KernelTime kernel_time_of(const Json &json) {
    return {.kernel = json.at(0), .pass = json.at(1), .seconds = json.at(2), .share = json.at(3)};
}

Json json_of(const Comparison &comparison) {
    const Interval &gain = comparison.gain;
    return {comparison.what, comparison.before_seconds, comparison.after_seconds, gain.estimate, gain.low,
            gain.high,       comparison.pairs};
}

Comparison comparison_of(const Json &json) {
    return {.what = json.at(0),
            .before_seconds = json.at(1),
            .after_seconds = json.at(2),
            .gain = {.estimate = json.at(3), .low = json.at(4), .high = json.at(5)},
            .pairs = json.at(6)};
}

template <typename Value>
Json list_of(const std::vector<Value> &values) {
    Json list = Json::array();
    for (const Value &value : values) {
        list.push_back(json_of(value));
    }
    return list;
}

std::string text_of(const Json &json) {
    std::string text;
    Json::to_cbor(json, text);
    return text;
}

/// The answer of libraries that nobody has a reason to doubt, within a time that none of them needs.
template <typename Value>
std::vector<Value> ask(const std::function<std::string()> &work, Value (*value_of)(const Json &json)) {
    constexpr double time_limit = 600;
    const ChildResult result = run_in_child(work, time_limit);
    if (result.end != ChildEnd::answered) {
        throw std::runtime_error("a library could not be measured: " + result.text);
    }
    std::vector<Value> values;
    for (const Json &json : Json::from_cbor(result.text)) {
        values.push_back(value_of(json));
    }
    return values;
}

} // namespace

Measurer::Measurer(Specimen specimen, std::string library_name)
    : specimen_(std::move(specimen)),
      setting_{.specimen = &specimen_, .library_name = std::move(library_name), .threads = available_cpus()} {}

Measured Measurer::compare(const fs::path &reference, const fs::path &plan, const std::string &kernel,
                           const Patience &patience, double time_limit) const {
    const ChildResult result = run_in_child(
        [&] { return text_of(json_of(compete(setting_, reference, plan, kernel, patience))); }, time_limit);
    switch (result.end) {
    case ChildEnd::answered:
        return measured_of(Json::from_cbor(result.text));
    case ChildEnd::crashed:
        return {.outcome = Outcome::crashed, .why = result.text};
    case ChildEnd::hung:
        return {.outcome = Outcome::hung, .why = result.text};
    case ChildEnd::failed:
        break;
    }
    throw std::runtime_error(result.text);
}

std::vector<KernelTime> Measurer::survey(const fs::path &library) const {
    return ask([&] { return text_of(list_of(time_kernels(setting_, library))); }, kernel_time_of);
}

std::vector<Comparison> Measurer::compare_whole(const fs::path &before, const fs::path &after,
                                                const Patience &patience) const {
    return ask([&] { return text_of(list_of(compete_whole(setting_, before, after, patience))); }, comparison_of);
}

} // namespace halenet::tune
