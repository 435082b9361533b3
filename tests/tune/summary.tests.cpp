/// What a tuning tells at its end.
#include "generator/tune/summary.h"

#include "tests/tune/standing.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace tune_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;

namespace {

/// Of which c3_forward has a new plan.
TuningResult result() {
    TuningResult result{.kernels = standing()};
    KernelResult &kernel = result.kernels[1];
    kernel.replaced = true;
    kernel.trials = {trial_of(Stage::ranking, "vector 16", kernel.gain)};
    result.comparisons = {{.what = "training step, batch 64, 1 thread",
                           .before_seconds = 812.3e-6,
                           .after_seconds = 775e-6,
                           .gain = faster(0.048, 0.041, 0.055),
                           .pairs = 40}};
    return result;
}

const std::string nothing_wanted = "No candidate of 1,207 had a 95 % interval above 3 % of the whole.\n";

} // namespace

TEST_CASE("the summary tells of each kernel what was found and whether it is used", "[summary]") {
    CHECK(summary_of(result()) ==
          "kernel      start us  tuned us  gain                 new  tried  failed\n"
          "-----------------------------------------------------------------------\n"
          "c3_forward     2.100     2.000  +5.0 % [+4.0, +6.1]  yes   1200      12\n"
          "c1_forward    0.5000         -  -                    no       7       0\n"
          "\n"
          "Training step, batch 64, 1 thread: 812.3 -> 775.0 us, +4.8 % [+4.1, +5.5], 40 pairs\n"
          "1 of 2 kernels have a new plan.\n");
}

TEST_CASE("the summary tells where no candidate was surely more than 3 % faster", "[summary]") {
    TuningResult little = result();
    for (Interval *gain :
         {&little.kernels[1].gain, &little.kernels[1].trials[0].gain, &little.comparisons.front().gain}) {
        *gain = faster(0.035, 0.029, 0.04);
    }
    CHECK_THAT(summary_of(little), EndsWith("1 of 2 kernels have a new plan. " + nothing_wanted));

    SECTION("a candidate that was compared with another plan than the start's does not count") {
        little.kernels[1].trials.push_back(trial_of(Stage::search, "vector 4", faster(0.5, 0.4, 0.6)));
        little.kernels[1].trials.back().question.reference = "vector 2";
        CHECK_THAT(summary_of(little), EndsWith(nothing_wanted));
    }
    SECTION("nor does an autoscheduler") {
        little.kernels[1].trials.push_back(trial_of(Stage::contender, "Adams2019", faster(0.5, 0.4, 0.6)));
        CHECK_THAT(summary_of(little), EndsWith(nothing_wanted));
    }
    SECTION("nor does one that gains more, of a kernel that holds little") {
        little.kernels[0].start_plan = "vector 8";
        little.kernels[0].trials.push_back(trial_of(Stage::search, "vector 4", faster(0.25, 0.2, 0.3)));
        CHECK_THAT(summary_of(little), EndsWith(nothing_wanted));
    }
    SECTION("a candidate of another kernel does") {
        little.kernels[0].start_plan = "vector 8";
        little.kernels[0].trials.push_back(
            trial_of(Stage::search, "vector 4", faster(0.4, 0.33, 0.5))); // of an eighth of the time
        CHECK_THAT(summary_of(little), !ContainsSubstring("No candidate"));
    }
    SECTION("and so does the whole, where many kernels gained little") {
        little.comparisons.front().gain = faster(0.035, 0.031, 0.04);
        CHECK_THAT(summary_of(little), !ContainsSubstring("No candidate"));
    }
}

TEST_CASE("the summary tells why nothing was replaced", "[summary]") {
    TuningResult none = result();
    none.kernels[1].replaced = false;
    none.kernels[1].best_plan = none.kernels[1].start_plan;
    none.kernels[1].trials.clear();
    none.comparisons.clear();
    CHECK_THAT(summary_of(none),
               EndsWith("\n\nNo plan was replaced: none was found whose gain has a 95 % interval above "
                        "zero. " +
                        nothing_wanted));
    none.stopped = true;
    CHECK_THAT(summary_of(none),
               ContainsSubstring("\nStopped before the end: no plan was replaced. The same command goes "
                                 "on where this one was."));
    for (KernelResult &kernel : none.kernels) {
        kernel.candidates = 0; // stopped before the first
    }
    CHECK_THAT(summary_of(none), !ContainsSubstring("No candidate"));
    TuningResult slower = result();
    slower.withdrawn = true;
    slower.kernels[1].replaced = false;
    CHECK_THAT(summary_of(slower), ContainsSubstring("Kernels gained, but the whole became slower: no plan was "
                                                     "replaced."));
}
