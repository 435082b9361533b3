/// What a person is told while a tuning runs.
#include "generator/tune/progress_text.h"

#include "tests/tune/standing.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <limits>

using namespace tune_tests;
using Lines = std::vector<std::string>;

namespace {

Progress progress() {
    Progress progress{.stage = "searching", .budget_seconds = 600, .seconds_left = 350};
    count(progress, standing());
    return progress;
}

} // namespace

TEST_CASE("the table has the kernels that hold most of the time first, and a gain with its interval", "[display]") {
    CHECK(kernel_lines(standing(), 79, 20) ==
          Lines{"kernel       share  start us  best us  gain                 tried  failed",
                "c3_forward  25.0 %     2.100    2.000  +5.0 % [+4.0, +6.1]   1200      12",
                "c1_forward  12.5 %    0.5000        -  -                        7       0"});
}

TEST_CASE("a narrow table leaves the interval out", "[display]") {
    CHECK(kernel_lines(standing(), 72, 20)[1] == "c3_forward  25.0 %     2.100    2.000  +5.0 %   1200      12");
    CHECK(kernel_lines(standing(), 73, 20)[1].size() == 73);
}

TEST_CASE("a low table tells how many kernels it leaves out", "[display]") {
    CHECK(kernel_lines(standing(), 79, 3).size() == 3);
    const Lines lines = kernel_lines(standing(), 79, 2);
    REQUIRE(lines.size() == 2);
    CHECK(lines[1] == "and 2 more");
    std::vector<KernelResult> many(20, standing().front());
    CHECK(kernel_lines(many, 79, 10).size() == 10);
    CHECK(kernel_lines(many, 79, 10).back() == "and 12 more");
    CHECK(kernel_lines({}, 79, 10).size() == 1);
}

TEST_CASE("what is not known is not told as a number", "[display]") {
    std::vector<KernelResult> kernels{{.name = "c1_forward"}};
    CHECK(kernel_lines(kernels, 79, 9)[1] == "c1_forward  0.0 %         -        -  -         0       0");
    kernels = standing();
    kernels[1].gain.high = std::numeric_limits<double>::infinity(); // too few pairs
    CHECK(kernel_lines(kernels, 79, 9)[1] == "c3_forward  25.0 %     2.100    2.000  +5.0 %   1200      12");
}

TEST_CASE("the lines below the table tell what goes on, and the time", "[display]") {
    Progress now = progress();
    CHECK(now.candidates == 1207);
    CHECK(now.failures == 12);
    CHECK(now.faster == 1);
    CHECK(progress_lines(now, 100) ==
          Lines{"Searching",
                "[===============>......................]  4:10 of 10:00, 5:50 left; 1,207 candidates, 12 failed"});
    now.last = trial_text(trial_of(Stage::search, "vector 4", faster(-0.2, -0.21, -0.19), Outcome::dropped));
    CHECK(progress_lines(now, 79)[0] == "Searching; last c3_forward, vector 4: -20.0 %, dropped");
    now.seconds_left = -20; // the ranking may take longer than thought
    CHECK(progress_lines(now, 60)[1] == "[===========]  10:00 of 10:00; 1,207 candidates, 12 failed");
    for (int width = 1; width < 150; ++width) {
        const Lines lines = progress_lines(now, width);
        CHECK(static_cast<int>(lines[0].size()) <= width);
        CHECK(static_cast<int>(lines[1].size()) <= std::max(0, width - 2)); // room for a terminal's "^C"
    }
}

TEST_CASE("a trial without a measurement tells what became of it", "[display]") {
    CHECK(trial_text(trial_of(Stage::search, "vector 4", {}, Outcome::crashed)) == "c3_forward, vector 4: crashed");
    CHECK(trial_text(trial_of(Stage::ranking, "vector 4", faster(0.012, 0, 0.1))) == "c3_forward, vector 4: +1.2 %");
}

TEST_CASE("a log has the same in a line", "[display]") {
    CHECK(progress_line(progress()) == "4:10 of 10:00: 1,207 candidates, 12 failed, 1 of 2 kernels faster");
    CHECK(best_line(standing()[1]) == "c3_forward: 2.100 -> 2.000 us, +5.0 % [+4.0, +6.1], by vector 16");
    CHECK(record_line(1, "a.jsonl") == "1 trial taken from the record a.jsonl");
    CHECK(record_line(1412, "a.jsonl") == "1,412 trials taken from the record a.jsonl");
}
