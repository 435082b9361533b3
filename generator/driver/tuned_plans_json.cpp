#include "generator/driver/tuned_plans.h"

#include "generator/description/json_reading.h"

#include <Halide.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

namespace halenet::driver {

namespace {

using description::Json;
using description::member;
using description::read;
using description::refuse;
using description::text_of;
using OrderedJson = nlohmann::ordered_json; ///< for writing: keys stay in the order a person reads them in

constexpr std::string_view format_name = "halenet-tuned-plans";
constexpr int format_version = 1;
/// The whole, its plans, a plan, its evidence.
constexpr int deepest = 4;

/// The one list of fields, for writing and for reading.
void visit_fields(auto &evidence, const auto &visit) {
    visit("machine", evidence.machine);
    visit("date", evidence.date);
    visit("halide", evidence.halide);
    visit("start", evidence.start);
    visit("start_microseconds", evidence.start_microseconds);
    visit("microseconds", evidence.microseconds);
    visit("gain", evidence.gain);
    visit("gain_low", evidence.gain_low);
    visit("gain_high", evidence.gain_high);
    visit("candidates", evidence.candidates);
    visit("pairs", evidence.pairs);
}

auto kernel_of(const TunedPlan &plan) {
    return std::tie(plan.generator, plan.parameters);
}

double rounded(const char *format, double number) {
    return std::stod(fmt::format(fmt::runtime(format), number)) + 0.0; // of a negative zero a zero
}

/// As precise as measurements are, so that a diff shows no noise.
Evidence rounded(Evidence evidence) {
    for (double *time : {&evidence.start_microseconds, &evidence.microseconds}) {
        *time = rounded("{:.4g}", *time);
    }
    for (double *gain : {&evidence.gain, &evidence.gain_low, &evidence.gain_high}) {
        *gain = rounded("{:.4f}", *gain);
    }
    return evidence;
}

OrderedJson json_of(const TunedPlan &plan) {
    OrderedJson evidence;
    const Evidence rounded_evidence = rounded(plan.evidence);
    visit_fields(rounded_evidence, [&](const char *name, const auto &value) { evidence[name] = value; });
    return {{"kernel", plan.kernel},
            {"generator", plan.generator},
            {"parameters", plan.parameters},
            {"plan", plan.plan},
            {"evidence", evidence}};
}

template <typename Value>
std::map<std::string, Value> map_of(const Json &json, const std::string &place) {
    if (!json.is_object()) {
        refuse(place, json, "an object");
    }
    std::map<std::string, Value> values;
    for (const auto &[name, value] : json.items()) {
        read(value, fmt::format("{}/{}", place, name), values[name]);
    }
    return values;
}

TunedPlan plan_of(const Json &json, const std::string &place) {
    TunedPlan plan{.kernel = text_of(json, place, "kernel"),
                   .generator = text_of(json, place, "generator"),
                   .parameters = map_of<std::string>(member(json, place, "parameters"), place + "/parameters"),
                   .plan = map_of<int>(member(json, place, "plan"), place + "/plan"),
                   .evidence = {}};
    const Json &evidence = member(json, place, "evidence");
    const std::string evidence_place = place + "/evidence";
    visit_fields(plan.evidence, [&](const char *name, auto &value) {
        read(member(evidence, evidence_place, name), fmt::format("{}/{}", evidence_place, name), value);
    });
    return plan;
}

} // namespace

std::string to_json(const TunedPlans &plans) {
    std::vector<TunedPlan> sorted = plans.plans;
    std::ranges::sort(sorted, {}, kernel_of);
    OrderedJson json = {{"format", format_name},
                        {"version", format_version},
                        {"target", plans.target},
                        {"halide_target", plans.halide_target},
                        {"plans", OrderedJson::array()}};
    std::ranges::transform(sorted, std::back_inserter(json["plans"]), json_of);
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + '\n';
}

TunedPlans tuned_plans_from_json(const std::string &text) {
    const Json json = description::parse_json(text, deepest, "tuned plans");
    if (const Json &format = member(json, "", "format"); format != format_name) {
        refuse("/format", format, fmt::format("\"{}\"", format_name));
    }
    if (const Json &version = member(json, "", "version"); version != format_version) {
        refuse("/version", version, fmt::format("{}, the one that this halenet reads", format_version));
    }
    TunedPlans plans{
        .target = text_of(json, "", "target"), .halide_target = text_of(json, "", "halide_target"), .plans = {}};
    if (!Halide::Target::validate_target_string(plans.halide_target)) {
        refuse("/halide_target", plans.halide_target, "a Halide target string");
    }
    const Json &list = member(json, "", "plans");
    if (!list.is_array()) {
        refuse("/plans", list, "an array");
    }
    for (const Json &plan_json : list) {
        const std::string place = fmt::format("/plans/{}", plans.plans.size());
        TunedPlan plan = plan_of(plan_json, place);
        if (std::ranges::find(plans.plans, kernel_of(plan), kernel_of) != plans.plans.end()) {
            refuse(place, plan.generator, "each generator with its parameters once");
        }
        plans.plans.push_back(std::move(plan));
    }
    return plans;
}

} // namespace halenet::driver
