#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/files/installation.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

TEST_CASE("a program outside any installation takes its files from the source tree that built it") {
    const TemporaryFolder folder;
    const fs::path program = folder / "build/halenet";
    CHECK(installation_of(program).empty());
    const fs::path source = HALENET_SOURCE_DIR;
    CHECK(find_folder(models_folder, program) == source / "generator/model");
    CHECK(find_folder(core_folder, program) == source / "runtime/core");
    CHECK(find_folder(headers_folder, program) == source / "runtime/include");
    CHECK(find_folder(project_folder, program) == source / "examples/project");
    CHECK(find_folder(tuned_folder, program) == source / "schedules/tuned");
}

TEST_CASE("a program of an installation takes its files from there alone") {
    const TemporaryFolder folder;
    const fs::path program = folder / "bin/halenet";
    fs::create_directories(folder / "share/halenet/model");
    CHECK(installation_of(program) == folder.path());
    CHECK(find_folder(models_folder, program) == folder / "share/halenet/model");
    CHECK_THAT(error_of([&] { return find_folder(core_folder, program); }),
               StartsWith((folder / "share/halenet/core").string() + ": is no folder, but halenet needs"));
}

TEST_CASE("a program knows its own path") {
    CHECK(fs::exists(this_executable()));
    CHECK(this_executable().filename() == "files_tests");
}
