#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "generator/description/library_name.h"

using Catch::Matchers::ContainsSubstring;
using halenet::description::refusal_of_library_name;

TEST_CASE("names that a library can have") {
    for (const char *name : {"net", "lenet5", "lenet5_1998", "my_net", "x", "digits", "network", "halenets"})
        CHECK(refusal_of_library_name(name).empty());
    CHECK(refusal_of_library_name(std::string(64, 'x')).empty());
}

TEST_CASE("names that are no prefix of C functions are refused") {
    for (const std::string &name :
         {std::string(), std::string("Net"), std::string("5net"), std::string("_net"), std::string("my-net"),
          std::string("my net"), std::string("n\u00e4t"), std::string("my__net"), std::string(65, 'x')})
        CHECK_THAT(refusal_of_library_name(name), ContainsSubstring("expected at most 64 lower-case letters"));
}

TEST_CASE("names that something else has are refused with what has them") {
    struct Case {
        const char *name, *owner;
    };
    for (const Case &taken : {Case{"halenet", "halenet's own types"},
                              {"halenet_net", "halenet's own types"},
                              {"std", "C++ has for itself"},
                              {"main", "C++ has for itself"},
                              {"class", "is a keyword"},
                              {"restrict", "is a keyword"},
                              {"co_await", "is a keyword"},
                              {"size_t", "C's types"},
                              {"string", "is a header of C"},
                              {"features", "is a header of C"},
                              {"size", "begins a macro"},
                              {"log", "is a function of C"},
                              {"index", "is a function of C"},
                              {"timer", "timer_create, which C has already"}}) {
        CAPTURE(taken.name);
        CHECK_THAT(refusal_of_library_name(taken.name), ContainsSubstring(taken.owner));
    }
}
