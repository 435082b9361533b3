#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/bundle/archive.h"
#include "tests/bundle/hand_made.h"
#include "tests/runtime/error_of.h"

using namespace bundle_tests;
using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("members are found with their names, however long and however written") {
    const std::string long_name = "net_convolution_backward_weights.o";
    const std::string gnu = "!<arch>\n" + member("/", "symbols") +
                            member("//", long_name + "/\n" + "other_long_name.o/\n") + member("/0", "one") +
                            member(fmt::format("/{}", long_name.size() + 2), "four") + member("short.o/", "");
    const std::string bsd =
        "!<arch>\n" + member("#1/12", "__.SYMDEF" + std::string(3, '\0') + "tables") +
        member(fmt::format("#1/{}", long_name.size() + 2), long_name + std::string(2, '\0') + "one") +
        member("other.o", "four");
    const auto check = [](const std::vector<ArchiveMember> &members,
                          const std::vector<std::pair<std::string, std::string>> &expected) {
        REQUIRE(members.size() == expected.size());
        for (std::size_t k = 0; k < members.size(); ++k) {
            CHECK(members[k].name == expected[k].first);
            CHECK(members[k].content == expected[k].second);
        }
    };
    check(members_of(gnu, "g.a"), {{long_name, "one"}, {"other_long_name.o", "four"}, {"short.o", ""}});
    check(members_of(bsd, "b.a"), {{long_name, "one"}, {"other.o", "four"}});
    check(members_of("!<arch>\n", "empty.a"), {});
}

TEST_CASE("what is no archive, and each cut of one, is refused by name") {
    CHECK_THAT(error_of([] { return members_of("", "e.a"); }), StartsWith("e.a: is no static library"));
    CHECK_THAT(error_of([] {
                   return members_of("\x7f"
                                     "ELF",
                                     "e.a");
               }),
               StartsWith("e.a: is no static library"));
    const std::string whole = "!<arch>\n" + member("//", "a_name_that_is_long.o/\n") + member("/0", "content!");
    CHECK(members_of(whole, "w.a").size() == 1);
    for (std::size_t bytes = 9; bytes < whole.size(); ++bytes) {
        const std::string cut = whole.substr(0, bytes);
        if (bytes == 8 + 60 + 23 || bytes == 8 + 60 + 24) // the first member alone
            continue;
        CAPTURE(bytes);
        CHECK_THAT(error_of([&] { return members_of(cut, "c.a"); }), ContainsSubstring("truncated or damaged"));
    }
}

TEST_CASE("numbers and names that lead out of the archive are refused") {
    std::string negative = member("a.o/", "x"), unended = negative;
    negative[48] = '-'; // the first character of the size
    unended[58] = '!';  // of the header's end
    for (const std::string &bad : {member("/5", "x"), member("/x", "x"), member("#1/9", "x"), member("#1/", "x"),
                                   header_of("a.o/", 5), negative, unended})
        CHECK_THAT(error_of([&] { return members_of("!<arch>\n" + bad, "b.a"); }),
                   StartsWith("b.a: found ") && ContainsSubstring("at byte 8"));
}

TEST_CASE("the first difference of two archives is told") {
    const std::string one = archive({{"a.o", "first"}, {"b.o", "second"}});
    CHECK(first_difference(one, "1.a", one, "2.a").empty());
    CHECK(first_difference(one, "1.a", archive({{"a.o", "first"}, {"b.o", "secant, longer"}}), "2.a") ==
          "b.o differs from byte 3 on: 6 bytes in 1.a, 14 in 2.a");
    CHECK(first_difference(one, "1.a", archive({{"a.o", "first"}, {"c.o", "second"}}), "2.a") ==
          "member 2 is b.o in 1.a and c.o in 2.a");
    CHECK(first_difference(one, "1.a", archive({{"a.o", "first"}}), "2.a") == "b.o is only in 1.a");
    CHECK(first_difference(archive({}), "1.a", one, "2.a") == "a.o is only in 2.a");
    std::string later = one;
    later[8 + 16] = '7'; // the time of the first member
    CHECK_THAT(first_difference(one, "1.a", later, "2.a"),
               StartsWith("the members are the same, but not their headers"));
}
