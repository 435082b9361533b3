#include "generator/driver/fill_template.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>

#include <stdexcept>

using halenet::driver::fill_template;
using halenet::driver::upper_case;

TEST_CASE("placeholders become their values, several in a line and in any text") {
    CHECK(fill_template("a @x@@y@ b\n@x@", {{"x", "1"}, {"y", "2 @ 3"}}) == "a 12 @ 3 b\n1");
    CHECK(fill_template("", {}).empty());
    CHECK(fill_template("none\n\n", {}) == "none\n\n");
}

TEST_CASE("lines are kept by conditions") {
    const std::string text = "@if x@\nyes @x@\n@else@\nno\n@end@\nalways\n";
    CHECK(fill_template(text, {{"x", "1"}}) == "yes 1\nalways\n");
    CHECK(fill_template(text, {{"x", ""}}) == "no\nalways\n");
    CHECK(fill_template("@if two words@\nyes\n@end@\n", {{"two words", ""}}).empty());
}

TEST_CASE("an unknown placeholder is named") {
    const auto names = [](const std::string &key) {
        return Catch::Matchers::Message("a template has the unknown placeholder @" + key + "@");
    };
    CHECK_THROWS_MATCHES(fill_template("@x@", {}), std::logic_error, names("x"));
    CHECK_THROWS_MATCHES(fill_template("@if x@\n", {}), std::logic_error, names("x"));
    CHECK_THROWS_MATCHES(fill_template("an open @x", {}), std::logic_error, names("x"));
}

TEST_CASE("a library's name in capitals") {
    CHECK(upper_case("lenet5_1998") == "LENET5_1998");
}
