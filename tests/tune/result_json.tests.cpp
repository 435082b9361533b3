/// The result as JSON: what it says of each trial, and that the report reads it.
#include "generator/tune/result_json.h"

#include "runtime/report/tuning_record.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <limits>

using namespace halenet::tune;
using Catch::Matchers::WithinRel;
using Json = nlohmann::ordered_json;

namespace {

Interval about(double estimate) {
    return {estimate, estimate - 0.01, estimate + 0.01};
}

Trial measured(Stage stage, const std::string &plan, const std::string &reference, double gain) {
    return {.question = {.stage = stage, .kernel = "c1_forward", .plan = plan, .reference = reference},
            .gain = about(gain),
            .pairs = 12,
            .seconds = 2e-6};
}

Trial failed(Stage stage, const std::string &plan, Outcome outcome) {
    return {.question = {.stage = stage, .kernel = "c1_forward", .plan = plan, .reference = "vector 8"},
            .outcome = outcome,
            .why = "it says why"};
}

/// A search that went from "vector 8" to "vector 16" to "vector 4".
TuningResult example() {
    KernelResult kernel{.name = "c1_forward",
                        .share = 0.5,
                        .start_seconds = 4e-6,
                        .start_plan = "vector 8",
                        .best_plan = "vector 4",
                        .gain = about(std::log(2)),
                        .replaced = true,
                        .candidates = 4,
                        .failures = 2,
                        .trials = {measured(Stage::search, "vector 16", "vector 8", std::log(1.5)),
                                   failed(Stage::search, "vector 2", Outcome::crashed),
                                   failed(Stage::search, "vector 1", Outcome::crashed),
                                   measured(Stage::search, "vector 4", "vector 16", std::log(2)),
                                   measured(Stage::ranking, "vector 4", "vector 8", std::log(2)),
                                   measured(Stage::contender, "Adams2019", "vector 8", std::log(0.5)),
                                   failed(Stage::contender, "Mullapudi2016", Outcome::no_build)}};
    return {.kernels = {std::move(kernel)},
            .comparisons =
                {{.what = "one image", .before_seconds = 5e-6, .after_seconds = 4e-6, .gain = about(0.2), .pairs = 60}},
            .seconds = 99,
            .stopped = true};
}

ResultContext context() {
    return {.model = "lenet5",
            .target = "x86-64-v3",
            .halide_target = "x86-64-linux-avx2",
            .halide = "21.0.0",
            .cpu = "A CPU",
            .cpus = 2,
            .peak_gflops = 100,
            .date = "2026-11-27",
            .start = "shipped",
            .command = "halenet tune",
            .seed = 7,
            .budget_seconds = 600,
            .multiply_adds = {{"c1_forward", 1000}}};
}

Json json_of(const TuningResult &result) {
    return Json::parse(result_json(result, context()));
}

} // namespace

TEST_CASE("a gain is told as one of speed, over its reference and over the start", "[result]") {
    const Json kernel = json_of(example()).at("kernels").at(0);
    const Json &search = kernel.at("search");
    REQUIRE(search.size() == 4);
    CHECK_THAT(search[0].at("gain").at("estimate").get<double>(), WithinRel(0.5));
    CHECK_THAT(search[0].at("gain_over_start").get<double>(), WithinRel(0.5));
    CHECK_THAT(search[3].at("gain").at("estimate").get<double>(), WithinRel(1.0));
    CHECK_THAT(search[3].at("gain_over_start").get<double>(), WithinRel(2.0)); // 1.5 x 2 times as fast
    CHECK(search[3].at("n") == 4);
    CHECK_THAT(kernel.at("start").at("us_image").get<double>(), WithinRel(4.0));
    CHECK_THAT(kernel.at("best").at("us_image").get<double>(), WithinRel(2.0));
}

TEST_CASE("a trial that failed has a reason and no numbers, and is counted by its kind", "[result]") {
    const Json kernel = json_of(example()).at("kernels").at(0);
    const Json &crashed = kernel.at("search").at(1);
    CHECK(crashed.at("outcome") == "crashed");
    CHECK(crashed.at("why") == "it says why");
    CHECK(crashed.at("gain").is_null());
    CHECK(crashed.at("gain_over_start").is_null());
    CHECK(crashed.at("us_image").is_null());
    // A contender is no candidate.
    CHECK(kernel.at("failures_by_outcome") == Json({{"crashed", 2}}));
    CHECK(kernel.at("contenders").at("Mullapudi2016").at("outcome") == "no build");
}

TEST_CASE("an interval of too few pairs is null", "[result]") {
    TuningResult result = example();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    result.kernels[0].gain = {0.1, -infinity, infinity};
    const Json gain = json_of(result).at("kernels").at(0).at("best").at("gain");
    CHECK(gain.at("low").is_null());
    CHECK(gain.at("high").is_null());
}

TEST_CASE("a kernel that the context does not tell of has no multiply-adds", "[result]") {
    TuningResult result = example();
    result.kernels[0].name = "settings";
    CHECK(json_of(result).at("kernels").at(0).at("multiply_adds") == 0);
}

TEST_CASE("the report reads all that the result tells", "[result]") {
    const halenet::TuningRecord tuning = halenet::read_tuning_record(json_of(example()), "the result");
    CHECK(tuning.model == "lenet5");
    CHECK(tuning.cpu == "A CPU");
    CHECK(tuning.seed == 7);
    CHECK(tuning.stopped);
    CHECK_FALSE(tuning.withdrawn);
    CHECK(tuning.candidates == 4);
    CHECK(tuning.seconds == 99);
    REQUIRE(tuning.comparisons.size() == 1);
    CHECK_THAT(tuning.comparisons[0].before_microseconds, WithinRel(5.0));
    REQUIRE(tuning.kernels.size() == 1);
    const halenet::TuningRecord::Kernel &kernel = tuning.kernels[0];
    CHECK(kernel.tuned_plan() == "vector 4");
    CHECK(kernel.search.size() == 4);
    CHECK(kernel.search[1].why == "it says why");
    CHECK(kernel.ranking.size() == 1);
    CHECK(halenet::contenders_of(tuning) == std::vector<std::string>{"Adams2019", "Mullapudi2016"});
    // 2,000 operations in 2 us are 1 GFLOP/s, of 100.
    CHECK_THAT(tuning.of_peak(kernel, kernel.tuned_microseconds()).value(), WithinRel(0.01));
}
