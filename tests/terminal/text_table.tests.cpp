#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "runtime/terminal/text_table.h"

using halenet::aligned;
using halenet::text_table;

TEST_CASE("columns are as wide as their widest cell, and lines end with their last letter") {
    CHECK(aligned({{"a", "b", "c"}, {"long", "", "x"}, {"", "12345"}}, "<>") ==
          std::vector<std::string>{"a         b  c", "long         x", "      12345"});
    CHECK(aligned({{"only"}}) == std::vector<std::string>{"only"});
}

TEST_CASE("a rule as long as the longest line stands below the first row") {
    CHECK(text_table({{"x", "name"}, {"1", "longer one"}}) == "x  name\n-------------\n1  longer one\n");
}

TEST_CASE("control characters do not reach a terminal") {
    CHECK(aligned({{"a\x1b[2J", "b\n"}}) == std::vector<std::string>{"a?[2J  b?"});
}
