/// The headers of a bundle, under the warnings of the strictest users, and the class of the C++ one.
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/linking/bundles.h"
#include "tests/runtime/temporary_folder.h"

using namespace linking_tests;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr const char *warnings =
    " -Wall -Wextra -Wpedantic -pedantic-errors -Wshadow -Wconversion -Wsign-conversion -Werror ";

/// The translation unit that includes the header compiles.
void check_header(const std::string &compiler, const std::string &name, const std::string &header,
                  const std::string &extension) {
    const TemporaryFolder folder;
    folder.write("unit." + extension, "#include <" + header + ">\n");
    const Result result = shell(
        compiler + warnings + "-I'" + (bundle(name) / "include").string() + "' -c unit." + extension, folder.path());
    CAPTURE(compiler, header, result.output);
    CHECK(result.status == 0);
}

} // namespace

TEST_CASE("the C header is C99, C11 and C++") {
    const std::string name = GENERATE("lenet5", "lenet5_1998");
    for (const char *compiler : {"gcc -std=c99", "gcc -std=c11", "clang-19 -std=c99"})
        check_header(compiler, name, name + ".h", "c");
    for (const char *compiler : {"g++ -std=c++98 -Wno-long-long", "g++ -std=c++20", "clang++-19 -std=c++20"})
        check_header(compiler, name, name + ".h", "cpp");
}

TEST_CASE("the C++ header is C++20") {
    const std::string name = GENERATE("lenet5", "lenet5_1998");
    for (const char *compiler : {"g++ -std=c++20", "clang++-19 -std=c++20", "clang++-19 -std=c++23"})
        check_header(compiler, name, name + ".hpp", "cpp");
}

TEST_CASE("types of another interface are refused by the compiler") {
    const TemporaryFolder folder;
    const Places places;
    folder.write("unit.c", "#include <lenet5.h>\n");
    const Result result = shell("cp -r $A/include other\n"
                                "sed -i 's/^#define HALENET_ABI .*/#define HALENET_ABI 3/' other/halenet/core.h\n"
                                "! gcc -c unit.c -Iother 2>errors.txt\ncat errors.txt",
                                folder.path());
    CHECK(result.status == 0);
    CHECK_THAT(result.output,
               ContainsSubstring("lenet5.h is for interface 4 of halenet, and the halenet/core.h that was "
                                 "found is another; generate lenet5 again"));
}

TEST_CASE("the C++ class trains, classifies, shares, adapts and throws") {
    const TemporaryFolder folder;
    const Places places;
    const Result built =
        shell("c++ -std=c++20 -g -fsanitize=address,undefined -fno-sanitize-recover=all '" HALENET_SOURCE_DIR
              "/tests/linking/network_program.cpp' -I$A/include -I$B/include $A/lib/liblenet5.a "
              "$B/lib/liblenet5_1998.a -o program",
              folder.path());
    INFO(built.output);
    REQUIRE(built.status == 0);
    const Result run = shell("./program $BUNDLE/share/lenet5/lenet5.safetensors", folder.path());
    INFO(run.output);
    CHECK(run.status == 0);
}
