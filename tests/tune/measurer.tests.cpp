/// What the measurer tells of libraries, good ones and others.
#include "generator/tune/measurer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <limits>
#include <set>
#include <stdexcept>

#include <tiny_timed.h>

using namespace halenet::tune;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;

namespace {

namespace fs = std::filesystem;

constexpr double long_time = 100; // seconds; nothing here takes it

/// As few pairs as have an interval, whatever they say.
constexpr Patience six_pairs{
    .least = 6, .most = 6, .width = 0, .hopeless = std::numeric_limits<double>::infinity(), .seconds = 0.5};

fs::path library(const std::string &fault) {
    return fs::path(HALENET_MEASURED_LIBRARIES) / ("libmeasured_" + fault + ".so");
}

const Measurer &measurer() {
    static const Measurer of_tiny(make_specimen(tiny_timed_api), "measured");
    return of_tiny;
}

Measured compare(const fs::path &plan, const std::string &kernel = "edges_forward", double time_limit = long_time) {
    return measurer().compare(library("none"), plan, kernel, six_pairs, time_limit);
}

void check_measured(const Measured &measured) {
    CHECK_THAT(measured.why, Catch::Matchers::Equals(""));
    CHECK(measured.outcome == Outcome::measured);
    CHECK(measured.pairs == 6);
    CHECK(measured.gain.low <= measured.gain.estimate);
    CHECK(measured.gain.estimate <= measured.gain.high);
    CHECK(measured.seconds > 0);
    CHECK(measured.reference_seconds > 0);
}

void check_refused(const std::string &fault, Outcome outcome, const std::string &why, double time_limit = long_time) {
    CAPTURE(fault);
    const Measured measured = compare(library(fault), "edges_forward", time_limit);
    CHECK(measured.outcome == outcome);
    CHECK_THAT(measured.why, ContainsSubstring(why));
    CHECK(measured.pairs == 0);
}

} // namespace

TEST_CASE("a good plan is measured, in whichever pass calls its kernel", "[measurer]") {
    for (const char *kernel : {"edges_forward", "augment", "probabilities", "hidden_rows", "hidden_pack_rows"}) {
        CAPTURE(kernel);
        check_measured(compare(library("none"), kernel));
    }
}

TEST_CASE("the program's own knobs are measured too", "[measurer]") {
    check_measured(compare(library("none"), "settings"));
}

TEST_CASE("a library that classifies only is measured in what it can do", "[measurer]") {
    for (const char *kernel : {"edges_forward", "hidden_rows", "settings"}) {
        CAPTURE(kernel);
        check_measured(measurer().compare(library("classifies"), library("classifies"), kernel, six_pairs, long_time));
    }
    CHECK_THROWS_MATCHES(measurer().compare(library("classifies"), library("classifies"), "adam", six_pairs, long_time),
                         std::runtime_error, MessageMatches(ContainsSubstring("calls a kernel adam")));
}

TEST_CASE("a plan that crashes, hangs or computes other bits is told as such", "[measurer]") {
    check_refused("crash", Outcome::crashed, "SIGSEGV");
    check_refused("ending", Outcome::crashed, "ended itself with status 0");
    check_refused("hang", Outcome::hung, "had not ended after 0.5 s", 0.5);
    check_refused("refusal", Outcome::wrong_bits, "a kernel reported an error");
    check_refused("unwritten", Outcome::wrong_bits, "prediction gives other bits");
}

TEST_CASE("a single wrong bit is found in whatever a library computes", "[measurer]") {
    const auto check_found = [](const std::string &fault, const std::string &where) {
        check_refused(fault, Outcome::wrong_bits, where + " gives other bits than the reference");
    };
    check_found("parameter", "training with Adam");
    check_found("gradient", "training with Adam");
    check_found("team", "training by several threads");
    check_found("evaluation", "evaluation");
    check_found("adaptation", "adaptation");
    check_found("logit", "prediction");
    check_found("single", "prediction");
}

TEST_CASE("a plan whose library cannot be loaded is no build", "[measurer]") {
    const Measured measured = compare(HALENET_MEASURED_LIBRARIES "/libmeasured_missing.so");
    CHECK(measured.outcome == Outcome::no_build);
    CHECK_THAT(measured.why, ContainsSubstring("libmeasured_missing.so: cannot be loaded"));
}

TEST_CASE("what is wrong with the reference or the question is an error", "[measurer]") {
    CHECK_THROWS_MATCHES(compare(library("none"), "edges_backward"), std::runtime_error,
                         MessageMatches(ContainsSubstring("calls a kernel edges_backward")));
    CHECK_THROWS_MATCHES(measurer().compare(library("missing"), library("none"), "edges_forward", six_pairs, long_time),
                         std::runtime_error, MessageMatches(ContainsSubstring("cannot be loaded")));
    CHECK_THROWS_MATCHES(measurer().survey(library("untimed")), std::runtime_error,
                         MessageMatches(ContainsSubstring("without --timing")));
    CHECK_THROWS_MATCHES(measurer().survey(library("crash")), std::runtime_error,
                         MessageMatches(ContainsSubstring("SIGSEGV")));
}

TEST_CASE("a survey tells of each kernel what it takes, and where", "[measurer]") {
    const std::vector<KernelTime> times = measurer().survey(library("none"));
    std::set<std::string> kernels;
    for (const KernelTime &time : times) {
        CAPTURE(time.kernel);
        kernels.insert(time.kernel);
        CHECK(time.seconds > 0);
        CHECK(time.share > 0);
        CHECK(time.share < 1);
    }
    CHECK(kernels.size() == times.size());
    CHECK(kernels.size() == TINY_TIMED_KERNELS);
    const auto pass_of = [&](const char *kernel) {
        return std::ranges::find(times, kernel, &KernelTime::kernel)->pass;
    };
    CHECK(pass_of("edges_forward") == "training step");
    CHECK(pass_of("sgd") == "augmented training step");
    CHECK(pass_of("probabilities") == "prediction of 64 images");
    CHECK(pass_of("hidden_rows") == "prediction of one image");
    CHECK(pass_of("hidden_pack_rows") == "loading of weights");
}

TEST_CASE("whole libraries are compared in what users wait for", "[measurer]") {
    const std::string good = GENERATE("none", "untimed", "classifies");
    const std::vector<Comparison> comparisons = measurer().compare_whole(library(good), library(good), six_pairs);
    std::vector<std::string> names;
    for (const Comparison &comparison : comparisons) {
        names.push_back(comparison.what);
        CHECK(comparison.pairs == 6);
        CHECK(comparison.before_seconds > 0);
        CHECK(comparison.after_seconds > 0);
        CHECK(comparison.gain.low <= comparison.gain.high);
    }
    CHECK(names.front() == (good == "classifies" ? "prediction of 64 images" : "training step, batch 64, 1 thread"));
    CHECK(names.back() == "prediction of one image");
}
