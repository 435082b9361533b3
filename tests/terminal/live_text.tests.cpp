#include "runtime/terminal/terminal.h"

#include <cstdio>

#include <catch2/catch_test_macros.hpp>

#include "tests/terminal/pseudo_terminal.h"

using namespace halenet;

TEST_CASE("a live text is drawn over the one before, line by line, and erases what is left of it") {
    const TerminalVariables variables;
    const PseudoTerminal terminal(40, 24);
    LiveText text(terminal.stream());
    REQUIRE(text.live());
    text.show("one");
    CHECK(terminal.written() == "\rone\x1b[K");
    text.show("first\nsecond\nthird");
    CHECK(terminal.written() == "\rfirst\x1b[K\r\nsecond\x1b[K\r\nthird\x1b[K");
    text.show("1\n2\n3");
    CHECK(terminal.written() == "\r\x1b[2A1\x1b[K\r\n2\x1b[K\r\n3\x1b[K");
    text.show("a\nb");
    CHECK(terminal.written() == "\r\x1b[2Aa\x1b[K\r\nb\x1b[K\x1b[J");
    text.clear();
    CHECK(terminal.written() == "\r\x1b[1A\x1b[J");
    text.clear();
    CHECK(terminal.written().empty());
}

TEST_CASE("a live text keeps to the terminal") {
    const TerminalVariables variables;
    const PseudoTerminal terminal(6, 2);
    LiveText text(terminal.stream());
    CHECK(text.width() == 5);
    CHECK(text.height() == 2);
    text.show("1234567\n2\n3\n4");
    CHECK(terminal.written() == "\r12345\x1b[K\r\n2\x1b[K");
}

TEST_CASE("a live text is found again after its lines were broken by a narrower window") {
    const TerminalVariables variables;
    const PseudoTerminal terminal(21, 24);
    LiveText text(terminal.stream());
    text.show("twenty columns, all..\nfew");
    static_cast<void>(terminal.written());
    terminal.resize(8, 24); // the first line now takes three rows
    CHECK(text.width() == 7);
    text.show("a\nb");
    CHECK(terminal.written() == "\r\x1b[3Aa\x1b[K\r\nb\x1b[K\x1b[J");
}

TEST_CASE("nothing live is drawn where the terminal is none, or a dumb one") {
    const TerminalVariables variables;
    std::FILE *file = std::tmpfile();
    REQUIRE(file != nullptr);
    {
        LiveText text(file);
        CHECK_FALSE(text.live());
        text.show("text");
    }
    CHECK(std::ftell(file) == 0);
    static_cast<void>(std::fclose(file));

    const EnvironmentVariable dumb("TERM", "dumb");
    const PseudoTerminal terminal(40, 24);
    LiveText text(terminal.stream());
    text.show("text");
    CHECK(terminal.written().empty());
}
