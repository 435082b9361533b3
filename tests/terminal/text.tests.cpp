#include "runtime/terminal/text.h"

#include <optional>
#include <string>

#include <catch2/catch_test_macros.hpp>

using namespace halenet;

TEST_CASE("times are put as a clock does, rounded up") {
    CHECK(clock_time(0) == "0:00");
    CHECK(clock_time(0.1) == "0:01");
    CHECK(clock_time(59.5) == "1:00");
    CHECK(clock_time(3599) == "59:59");
    CHECK(clock_time(3723) == "1:02:03");
    CHECK(clock_time(1e300) == "168:00:00");
}

TEST_CASE("a length of time is seconds, or numbers with units, the larger first") {
    CHECK(seconds_meant_by("90") == 90);
    CHECK(seconds_meant_by("90s") == 90);
    CHECK(seconds_meant_by("10m") == 600);
    CHECK(seconds_meant_by("1h30m") == 5400);
    CHECK(seconds_meant_by("1h1s") == 3601);
    CHECK(seconds_meant_by("2h0m10s") == 7210);
    CHECK(seconds_meant_by("0") == 0);
    CHECK(seconds_meant_by("8760h") == 8760 * 3600);
    for (const char *bad : {"",
                            "s",
                            "m10",
                            "-1",
                            "+1",
                            "1.5h",
                            "1e3",
                            " 10m",
                            "10m ",
                            "10 m",
                            "10M",
                            "10min",
                            "1h30",
                            "30m1h",
                            "1m1m",
                            "1d",
                            "8761h",
                            "99999999999999999999",
                            "1h99999999999999999999s",
                            "soon"})
        CHECK(seconds_meant_by(bad) == std::nullopt);
}

TEST_CASE("a bar is full only at the end") {
    CHECK(bar_of(0, 12) == "[>.........]");
    CHECK(bar_of(0.5, 12) == "[=====>....]");
    CHECK(bar_of(0.999, 12) == "[=========>]");
    CHECK(bar_of(1, 12) == "[==========]");
    CHECK(bar_of(7, 12) == "[==========]");
    CHECK(bar_of(-7, 12) == "[>.........]");
    CHECK(bar_of(0.5, 3) == "[>]");
}

TEST_CASE("a shell reads a word as it was") {
    CHECK(shell_word("plain-word_1.5,/x") == "plain-word_1.5,/x");
    CHECK(shell_word("") == "''");
    CHECK(shell_word("two words") == "'two words'");
    CHECK(shell_word("it's") == R"('it'\''s')");
}
