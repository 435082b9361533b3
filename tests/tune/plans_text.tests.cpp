/// What --show and --compare print.
#include "generator/tune/plans_text.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace halenet::driver;
using namespace halenet::tune;
using Catch::Matchers::ContainsSubstring;

namespace {

const Evidence measured{.machine = "some processor",
                        .date = "2026-11-27",
                        .halide = "21.0.0",
                        .start = "vector 8",
                        .start_microseconds = 2.1,
                        .microseconds = 2,
                        .gain = 0.05,
                        .gain_low = 0.04,
                        .gain_high = 0.061,
                        .candidates = 1200,
                        .pairs = 40};
const Evidence copied{.machine = "taken over from x86-64-v2, not measured", .date = "2026-11-28", .halide = "21.0.0"};

TunedPlans plans() {
    return {.target = "x86-64-v3",
            .halide_target = "x86-64-linux-avx2",
            .plans = {{.kernel = "c1_forward",
                       .generator = "conv",
                       .parameters = {{"width", "28"}},
                       .plan = {{"columns", 5}, {"vector", 8}},
                       .evidence = measured},
                      {.kernel = "c3_forward",
                       .generator = "conv",
                       .parameters = {{"width", "14"}},
                       .plan = {{"columns", 3}, {"vector", 8}},
                       .evidence = copied}},
            .file = "tuned/x86-64-v3.json"};
}

} // namespace

TEST_CASE("plans are shown with their evidence, by the machine that it comes from", "[plans]") {
    CHECK(plans_text(plans()) == "x86-64-v3, x86-64-linux-avx2: tuned/x86-64-v3.json\n"
                                 "\n"
                                 "Some processor (Halide 21.0.0):\n"
                                 "kernel      from us  to us  gain                 tried  date\n"
                                 "c1_forward    2.100  2.000  +5.0 % [+4.0, +6.1]  1,200  2026-11-27\n"
                                 "  columns 5, vector 8\n"
                                 "\n"
                                 "Taken over from x86-64-v2, not measured (Halide 21.0.0):\n"
                                 "kernel      from us  to us  gain          tried  date\n"
                                 "c3_forward        -      -  not measured      0  2026-11-28\n"
                                 "  columns 3, vector 8\n");
}

TEST_CASE("a target without plans is told of", "[plans]") {
    CHECK(plans_text({.target = "x86-64-v9", .halide_target = "", .plans = {}, .file = "tuned/x86-64-v9.json"}) ==
          "No plan was tuned for x86-64-v9 yet: tuned/x86-64-v9.json does not exist. Kernels run by the plans that "
          "halenet computes.\n");
}

TEST_CASE("a comparison has the knobs that differ, and each plan's gain", "[plans]") {
    TunedPlans other = plans();
    other.target = "x86-64-v4";
    other.plans[0].kernel = "c1_other"; // of a model that names the same kernel otherwise
    other.plans[0].plan = {{"columns", 7}, {"rows", 2}, {"vector", 8}};
    other.plans[1].generator = "pool";
    other.plans[1].kernel = "s2_forward";
    CHECK(differences_text(plans(), other) == "kernel               x86-64-v3            x86-64-v4\n"
                                              "-------------------------------------------------------------\n"
                                              "c3_forward  columns  3                    -\n"
                                              "            vector   8                    -\n"
                                              "            gain     not measured         -\n"
                                              "c1_forward  columns  5                    7\n"
                                              "            rows     -                    2\n"
                                              "            gain     +5.0 % [+4.0, +6.1]  +5.0 % [+4.0, +6.1]\n"
                                              "s2_forward  columns  -                    3\n"
                                              "            vector   -                    8\n"
                                              "            gain     -                    not measured\n"
                                              "\n"
                                              "0 of 3 kernels have the same plan in both.\n");
}

TEST_CASE("plans that are the same are counted, whatever their evidence", "[plans]") {
    TunedPlans other = plans();
    other.plans[0].evidence = copied;
    other.file = "other.json";
    CHECK(differences_text(plans(), other) == "2 of 2 kernels have the same plan in both.\n");
    other.plans[0].plan["columns"] = 6;
    CHECK_THAT(differences_text(plans(), other), ContainsSubstring("tuned/x86-64-v3.json  other.json\n") &&
                                                     ContainsSubstring("\n1 of 2 kernels have the same"));
}
