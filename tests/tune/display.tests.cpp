/// What reaches a terminal, and a log, while a tuning runs.
#include "generator/tune/display.h"

#include "tests/terminal/pseudo_terminal.h"
#include "tests/tune/standing.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace tune_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

/// A log in a file, and a clock that only the test moves.
struct Log {
    std::FILE *file = std::tmpfile();
    double now = 1000;
    Display display{file, 600, "r.jsonl", [this] { return now; }};

    Log() = default;
    Log(const Log &) = delete;
    Log &operator=(const Log &) = delete;
    ~Log() { static_cast<void>(std::fclose(file)); }

    [[nodiscard]] std::string text() const {
        std::rewind(file);
        std::string text;
        for (int letter = std::fgetc(file); letter != EOF; letter = std::fgetc(file)) {
            text += static_cast<char>(letter);
        }
        return text;
    }
};

const Trial best = trial_of(Stage::search, "vector 16", faster(0.05, 0.04, 0.061));
const Trial worse = trial_of(Stage::search, "vector 4", faster(-0.2, -0.21, -0.19), Outcome::dropped);

} // namespace

TEST_CASE("a log tells stages and each new best plan, and little of the progress", "[display]") {
    Log log;
    log.display.on_stage("searching");
    log.display.on_trial(standing()[1], worse, false);
    log.display.on_trial(standing()[1], best, false);
    log.display.on_progress(standing(), 350);
    log.now += 9.9;
    log.display.on_progress(standing(), 345);
    log.now += 0.2;
    log.display.on_progress(standing(), 340);
    log.display.on_progress(standing(), 339);
    log.display.note("a note");
    log.display.finish();
    CHECK(log.text() == "Searching\n"
                        "c3_forward: 2.100 -> 2.000 us, +5.0 % [+4.0, +6.1], by vector 16\n"
                        "4:20 of 10:00: 1,207 candidates, 12 failed, 1 of 2 kernels faster\n"
                        "a note\n");
}

TEST_CASE("trials from the record are told in one line, before what comes after them", "[display]") {
    Log log;
    for (int k = 0; k < 412; ++k) {
        log.display.on_trial(standing()[1], best, true);
    }
    log.display.on_progress(standing(), 350);
    log.display.on_trial(standing()[1], best, false);
    log.display.on_trial(standing()[1], best, true);
    log.display.on_stage("measuring the best plans again");
    log.display.on_trial(standing()[1], best, true);
    log.display.finish();
    log.display.finish();
    CHECK(log.text() == "412 trials taken from the record r.jsonl\n"
                        "c3_forward: 2.100 -> 2.000 us, +5.0 % [+4.0, +6.1], by vector 16\n"
                        "1 trial taken from the record r.jsonl\n"
                        "Measuring the best plans again\n"
                        "1 trial taken from the record r.jsonl\n");
}

TEST_CASE("a measurement of the ranking is no new best plan", "[display]") {
    Log log;
    log.display.on_trial(standing()[1], trial_of(Stage::ranking, "vector 16", best.gain), false);
    CHECK(log.text().empty());
}

TEST_CASE("a terminal gets a table that stays in its place, at most five times a second, and is left clean",
          "[display]") {
    const TerminalVariables variables;
    const PseudoTerminal terminal(79, 24);
    double now = 1000;
    Display display(terminal.stream(), 600, "r.jsonl", [&] { return now; });
    display.on_stage("searching");
    CHECK_THAT(terminal.written(), StartsWith("\rSearching\x1b[K\r\n["));
    display.on_progress(standing(), 350);
    const std::string drawn = terminal.written();
    CHECK_THAT(drawn, StartsWith("\r\x1b[1Akernel ") && ContainsSubstring("\r\nc3_forward ") &&
                          ContainsSubstring("\r\nSearching\x1b[K\r\n[") && ContainsSubstring("4:10 of 10:00"));
    now += 0.19;
    display.on_progress(standing(), 349);
    CHECK(terminal.written().empty());
    now += 0.02;
    display.on_trial(standing()[1], worse, false);
    display.on_progress(standing(), 348);
    CHECK_THAT(terminal.written(), StartsWith("\r\x1b[4Akernel ") &&
                                       ContainsSubstring("Searching; last c3_forward, vector 4: -20.0 %, dropped"));
    display.note("a note");
    CHECK_THAT(terminal.written(), StartsWith("\r\x1b[4A\x1b[Ja note\r\n\rkernel "));
    display.finish();
    CHECK(terminal.written() == "\r\x1b[4A\x1b[J");
}

TEST_CASE("what a terminal gets fits into it, after it was resized too", "[display]") {
    const TerminalVariables variables;
    const PseudoTerminal terminal(50, 4);
    double now = 1000;
    Display display(terminal.stream(), 600, "r.jsonl", [&] { return now; });
    const auto lines_are_at_most = [&](std::ptrdiff_t width, std::ptrdiff_t count) {
        now += 1;
        display.on_progress(standing(), 350);
        std::string text = terminal.written();
        text.erase(0, text.find("kernel"));
        CHECK(std::ranges::count(text, '\n') < count);
        while (!text.empty() && text != "\x1b[J") {
            const std::size_t end = text.find("\x1b[K");
            REQUIRE(end != std::string::npos);
            CHECK(static_cast<std::ptrdiff_t>(end) <= width);
            text.erase(0, text.find_first_not_of("\r\n", end + 3));
        }
    };
    lines_are_at_most(49, 4);
    terminal.resize(30, 12);
    lines_are_at_most(29, 12);
}
