/// What the archive brings into a program, read with nm.
#include "runtime/files/files.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Symbol {
    char kind = ' ';
    std::string name;
};

std::vector<Symbol> symbols_of(const std::string &archive) {
    FILE *pipe = popen((std::string(HALENET_NM " '") + archive + "'").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    std::array<char, 4096> part{};
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) {
        text.append(part.data(), count);
    }
    REQUIRE(pclose(pipe) == 0);
    std::vector<Symbol> symbols;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        // "0000 T name" or "     U name"; headings of members have no kind.
        const std::size_t space = line.rfind(' ');
        if (space != std::string::npos && space >= 2 && line[space - 2] == ' ') {
            symbols.push_back({line[space - 1], line.substr(space + 1)});
        }
    }
    REQUIRE(symbols.size() > 50);
    return symbols;
}

} // namespace

TEST_CASE("the library needs nothing but memory copies", "[library][symbols]") {
    std::set<std::string> defined, undefined;
    for (const Symbol &symbol : symbols_of(HALENET_LENET5_ARCHIVE)) {
        (symbol.kind == 'U' ? undefined : defined).insert(symbol.name);
    }
    const std::set<std::string> allowed{"memcpy", "memset", "memmove", "memcmp"};
    for (const std::string &name : undefined) {
        CAPTURE(name);
        CHECK((defined.contains(name) || allowed.contains(name)));
    }
}

TEST_CASE("only what the header declares is global", "[library][symbols]") {
    const std::string header = halenet::read_file(HALENET_LENET5_HEADER);
    for (const Symbol &symbol : symbols_of(HALENET_LENET5_ARCHIVE)) {
        const bool global = symbol.kind != 'U' && symbol.kind >= 'A' && symbol.kind <= 'Z';
        CAPTURE(symbol.kind, symbol.name);
        const bool declared = header.find(" " + symbol.name + "(") != std::string::npos ||
                              header.find("*" + symbol.name + "(") != std::string::npos || symbol.name == "lenet5_api";
        CHECK((!global || declared));
    }
}

TEST_CASE("a profiler finds the names of kernels, and lines where they were asked for", "[library][symbols]") {
    const auto has_kernel = [](const std::string &archive) {
        const auto symbols = symbols_of(archive);
        return std::ranges::any_of(symbols,
                                   [](const Symbol &symbol) { return symbol.name.ends_with("_probabilities"); });
    };
    const auto has_lines = [](const std::string &archive) {
        return halenet::read_file(archive).find(".debug_line") != std::string::npos;
    };
    CHECK(has_kernel(HALENET_TIMED_ARCHIVE));
    CHECK(has_kernel(HALENET_LENET5_ARCHIVE));
    CHECK(has_lines(HALENET_TIMED_ARCHIVE));
    CHECK_FALSE(has_lines(HALENET_LENET5_ARCHIVE));
}
