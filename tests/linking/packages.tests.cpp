/// What find_package makes of a bundle.
#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/linking/bundles.h"
#include "tests/runtime/temporary_folder.h"

using namespace linking_tests;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A project of this language that finds lenet5 by `find` and links a program with it.
Result build_with(const std::string &language, const std::string &find, const TemporaryFolder &folder,
                  const std::string &options = "") {
    const std::string source = language == "C" ? "main.c" : "main.cpp";
    folder.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(p LANGUAGES " + language + ")\n" +
                                       find + "\nadd_executable(main " + source +
                                       ")\ntarget_link_libraries(main PRIVATE lenet5::lenet5)\n");
    folder.write(source, "#include <lenet5.h>\nint main(void) { return lenet5_api.abi != HALENET_ABI; }\n");
    return build_project(folder.path(), folder.path(), bundle("lenet5").string(), options);
}

} // namespace

TEST_CASE("the package serves a C project and a C++ project, and may be found twice") {
    const TemporaryFolder folder;
    for (const char *language : {"C", "CXX"}) {
        std::filesystem::remove_all(folder / "build");
        const Result built = build_with(language,
                                        "find_package(lenet5 0.1 REQUIRED)\nfind_package(lenet5 REQUIRED)\n"
                                        "if(NOT EXISTS \"${lenet5_WEIGHTS}\")\n  message(FATAL_ERROR weights)\nendif()",
                                        folder);
        CAPTURE(language, built.output);
        REQUIRE(built.status == 0);
        CHECK_THAT(built.output, !ContainsSubstring("Warning"));
        CHECK(shell("build/main", folder.path()).status == 0);
    }
}

TEST_CASE("a bundle for another processor is passed over, and CMake says why") {
    const TemporaryFolder folder;
    const Result built = build_with("C", "find_package(lenet5 REQUIRED)", folder,
                                    "-DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=mips");
    INFO(built.output);
    CHECK(built.status != 0);
    CHECK_THAT(built.output, ContainsSubstring("this build is for mips"));
}

TEST_CASE("a bundle of another version is refused") {
    const TemporaryFolder folder;
    const Result built = build_with("C", "find_package(lenet5 99.0 REQUIRED)", folder);
    INFO(built.output);
    CHECK(built.status != 0);
    CHECK_THAT(built.output, ContainsSubstring("99.0") && ContainsSubstring("version: 0.1.0"));
}
