#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/cli/child.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> project{".gitignore", "CMakeLists.txt", "README.md", "main.cpp", "model.h"};

} // namespace

TEST_CASE("new writes a project whose names are the folder's or the user's own") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "empty");
    for (const auto &[arguments, path, name] :
         {std::tuple(std::vector<std::string>{"new", "deep/digits/"}, "deep/digits", "digits"),
          std::tuple(std::vector<std::string>{"new", "empty", "--name", "letter-reader"}, "empty", "letter-reader")}) {
        const Outcome outcome = run(arguments, folder.path());
        CHECK(outcome.status == 0);
        CHECK(outcome.err.empty());
        CHECK_THAT(outcome.out, ContainsSubstring(std::string("/build/") + name));
        CHECK(names_in(folder / path) == project);
        for (const std::string &file : project)
            CHECK_THAT(content_of(folder / path / file), !ContainsSubstring("@"));
        CHECK_THAT(content_of(folder / path / "CMakeLists.txt"),
                   ContainsSubstring(std::string("add_executable(") + name));
    }
}

TEST_CASE("new in an empty folder takes that folder's name") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "digits");
    CHECK(run({"new", "."}, folder / "digits").status == 0);
    CHECK_THAT(content_of(folder / "digits/CMakeLists.txt"), ContainsSubstring("project(digits "));
}

TEST_CASE("new's model is a model") {
    const TemporaryFolder folder;
    REQUIRE(run({"new", "digits"}, folder.path()).status == 0);
    CHECK(run({"check", "digits/model.h"}, folder.path()).status == 0);
}

TEST_CASE("new refuses what it cannot use in a sentence, and writes nothing") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "full");
    folder.write("full/mine", "");
    folder.write("file", "");
    fs::create_directory(folder / "test");
    struct Case {
        std::vector<std::string> arguments;
        int status;
        std::string sentence;
    };
    for (const Case &bad :
         {Case{{"new"}, 2, "DIR is required"}, Case{{"new", "full"}, 1, "full: is a folder with files in it"},
          Case{{"new", "file"}, 1, "file: is a file"}, Case{{"new", "file/x"}, 1, "file/x: the folder cannot be made"},
          Case{{"new", "test"}, 1, "test: the project cannot have the folder's name (found \"test\", which is another"},
          Case{{"new", "2nd"}, 1, "2nd: the project cannot have the folder's name (found \"2nd\", expected letters"},
          Case{{"new", "x", "--name", "a b"}, 2, "--name: found \"a b\", expected letters, digits, _ and -"},
          Case{{"new", "x", "--name", "net"}, 2, "--name: found \"net\", which is another target's name"}}) {
        const Outcome outcome = run(bad.arguments, folder.path());
        CAPTURE(bad.sentence);
        CHECK(outcome.status == bad.status);
        CHECK_THAT(outcome.err, StartsWith("halenet: error: " + bad.sentence));
        CHECK(outcome.out.empty());
        CHECK(folder.names() == std::vector<std::string>{"file", "full", "test"});
        CHECK(names_in(folder / "full") == std::vector<std::string>{"mine"});
        CHECK(fs::is_empty(folder / "test"));
    }
}
