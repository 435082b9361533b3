#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/cli/child.h"
#include "tests/cli/idx_folder.h"
#include "tests/cli/small_model.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

TEST_CASE("a model header trains and evaluates; its library is generated once") {
    const TemporaryFolder folder;
    write_idx_folder(folder / "data");
    folder.write("net.h", small_model());
    const Outcome trained = run({"train", "--model", "net.h", "--data", "data", "--validation", "0", "--epochs", "1",
                                 "--out", "net.safetensors"},
                                folder.path());
    CHECK(trained.status == 0);
    CHECK_THAT(trained.out, StartsWith("Model: Small, 7,960 parameters, for "));
    const fs::path libraries = folder / ".cache/halenet/models";
    const std::vector<std::string> once = names_in(libraries);
    REQUIRE(once.size() == 1);
    const auto written = fs::last_write_time(libraries / once.front());

    const std::vector<std::string> eval{"eval", "--model", "./net.h", "--data", "data", "--weights", "net.safetensors"};
    const Outcome evaluated = run(eval, folder.path());
    CHECK(evaluated.status == 0);
    CHECK_THAT(evaluated.out, ContainsSubstring("of 100 images"));
    CHECK(names_in(libraries) == once);
    CHECK(fs::last_write_time(libraries / once.front()) == written);

    SECTION("weights of the model before an edit are refused") {
        folder.write("net.h", small_model("11"));
        const Outcome edited = run(eval, folder.path());
        CHECK(edited.status == 1);
        CHECK_THAT(edited.err, StartsWith("halenet: error: net.safetensors: "));
        CHECK(names_in(libraries).size() == 2);
    }
}

TEST_CASE("a model header with a mistake stops a training before it begins") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model("0"));
    const Outcome outcome = run({"train", "--model", "net.h", "--data", "synthetic"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, StartsWith(std::string("net.h") + place_of_units) &&
                                ContainsSubstring("\nhalenet: error: net.h: found a mistake, reported above"));
    CHECK(outcome.out.empty());
    CHECK(names_in(folder / ".cache/halenet/models").empty());
}
