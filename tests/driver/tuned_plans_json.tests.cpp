/// The file of tuned plans.
#include "tests/driver/tuned_plans.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string_view>
#include <tuple>

using namespace halenet::driver;
using namespace halenet::driver::testing;
using Catch::Matchers::StartsWith;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

TunedPlans random_plans(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t end) { return static_cast<int>(random() % end); };
    const auto number = [&] { return std::uniform_real_distribution(-1.0, 1.0)(random); };
    TunedPlans plans = plans_of({});
    for (int k = below(6); k > 0; --k) {
        TunedPlan plan{.kernel = fmt::format("kernel \"{}\" of é", k),
                       .generator = fmt::format("generator_{}", below(3))};
        for (int p = below(4); p > 0; --p) {
            plan.parameters[fmt::format("parameter_{}", p)] = fmt::format("{}", below(1000));
        }
        plan.parameters["unique"] = fmt::format("{}", k);
        for (int p = below(4); p > 0; --p) {
            plan.plan[fmt::format("knob_{}", p)] = below(100) - 50;
        }
        plan.evidence = evidence();
        plan.evidence.start_microseconds = std::exp(20 * number());
        plan.evidence.microseconds = std::exp(20 * number());
        plan.evidence.gain = number();
        plan.evidence.gain_low = 1e-4 * number();
        plan.evidence.gain_high = 100 * number();
        plan.evidence.candidates = below(1000);
        plans.plans.push_back(plan);
    }
    return plans;
}

/// `text` with its first `from` replaced by `to`.
std::string edited(std::string text, std::string_view from, std::string_view to) {
    const std::size_t place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

std::string refusal_of(const std::string &json) {
    try {
        (void)tuned_plans_from_json(json);
    } catch (const std::runtime_error &error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("tuned plans are read as they were written, and written again with the same bytes", "[tuned]") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        TunedPlans plans = random_plans(seed);
        const std::string json = to_json(plans);
        REQUIRE(json.find("-0.0,") == std::string::npos);
        const TunedPlans read = tuned_plans_from_json(json);
        REQUIRE(to_json(read) == json);
        std::ranges::reverse(plans.plans);
        REQUIRE(to_json(plans) == json);
        REQUIRE(read.target == plans.target);
        REQUIRE(read.halide_target == plans.halide_target);
        REQUIRE(read.plans.size() == plans.plans.size());
        for (const TunedPlan &plan : plans.plans) {
            const auto found = std::ranges::find(read.plans, plan.kernel, &TunedPlan::kernel);
            REQUIRE(found != read.plans.end());
            REQUIRE(found->generator == plan.generator);
            REQUIRE(found->parameters == plan.parameters);
            REQUIRE(found->plan == plan.plan);
            const Evidence &was = plan.evidence, &is = found->evidence;
            REQUIRE(std::tie(is.machine, is.date, is.halide, is.start, is.candidates, is.pairs) ==
                    std::tie(was.machine, was.date, was.halide, was.start, was.candidates, was.pairs));
            REQUIRE_THAT(is.start_microseconds, WithinRel(was.start_microseconds, 0.5001e-3));
            REQUIRE_THAT(is.microseconds, WithinRel(was.microseconds, 0.5001e-3));
            REQUIRE_THAT(is.gain, WithinAbs(was.gain, 0.5001e-4));
            REQUIRE_THAT(is.gain_low, WithinAbs(was.gain_low, 0.5001e-4));
            REQUIRE_THAT(is.gain_high, WithinAbs(was.gain_high, 0.5001e-4));
        }
    }
}

TEST_CASE("a file of tuned plans has a line for each knob and no noise", "[tuned]") {
    CHECK(to_json(plans_of({plan_of("c1", {{"vector", 8}, {"columns", 5}})})) == R"({
  "format": "halenet-tuned-plans",
  "version": 1,
  "target": "x86-64-v3",
  "halide_target": "x86-64-linux-avx-avx2-f16c-fma-sse41",
  "plans": [
    {
      "kernel": "c1",
      "generator": "conv2d_forward",
      "parameters": {
        "name": "c1"
      },
      "plan": {
        "columns": 5,
        "vector": 8
      },
      "evidence": {
        "machine": "AMD EPYC 9R14",
        "date": "2026-11-27",
        "halide": ")" + halide_version() + R"(",
        "start": "vector 8, columns 4",
        "start_microseconds": 12.35,
        "microseconds": 11.99,
        "gain": 0.0312,
        "gain_low": 0.0199,
        "gain_high": 0.0412,
        "candidates": 120,
        "pairs": 40
      }
    }
  ]
}
)");
}

TEST_CASE("what is wrong in a file of tuned plans is named with its place", "[tuned]") {
    const std::string json = to_json(plans_of({plan_of("c1", {{"vector", 8}}), plan_of("c3", {{"vector", 4}})}));
    CHECK(refusal_of("") == "found something that is no JSON at byte 1, expected tuned plans");
    CHECK(refusal_of("[]") == "the whole: found an array, expected an object");
    CHECK(refusal_of("{}") == "/format: found nothing, expected this field");
    CHECK_THAT(refusal_of(json.substr(0, json.size() / 2)), StartsWith("found something that is no JSON at byte"));
    CHECK(refusal_of(edited(json, "halenet-tuned-plans", "other")) ==
          R"(/format: found "other", expected "halenet-tuned-plans")");
    CHECK(refusal_of(edited(json, R"("version": 1)", R"("version": 2)")) ==
          "/version: found 2, expected 1, the one that this halenet reads");
    CHECK(refusal_of(edited(json, v3, "x86-128")) ==
          R"(/halide_target: found "x86-128", expected a Halide target string)");
    CHECK(refusal_of(edited(json, v3, "")) == R"(/halide_target: found "", expected a Halide target string)");
    CHECK(refusal_of(edited(json, R"("vector": 4)", R"("vector": "4")")) ==
          R"(/plans/1/plan/vector: found "4", expected a whole number)");
    CHECK(refusal_of(edited(json, R"("vector": 8)", R"("vector": 8.5)")) ==
          "/plans/0/plan/vector: found 8.5, expected a whole number");
    CHECK(refusal_of(edited(json, R"("name": "c1")", R"("name": 1)")) ==
          "/plans/0/parameters/name: found 1, expected a string");
    CHECK(refusal_of(edited(json, R"("gain": 0.0312)", R"("gain": "much")")) ==
          R"(/plans/0/evidence/gain: found "much", expected a number)");
    CHECK(refusal_of(edited(json, R"("date": "2026-11-27",)", "")) ==
          "/plans/0/evidence/date: found nothing, expected this field");
    CHECK(refusal_of(edited(json, R"("plans": [)", R"("plans": 1, "others": [)")) ==
          "/plans: found 1, expected an array");
    CHECK(refusal_of(edited(json, R"("name": "c3")", R"("name": "c1")")) ==
          R"(/plans/1: found "conv2d_forward", expected each generator with its parameters once)");
}
