#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include "runtime/cli/explain_text.h"
#include "tests/bundle/hand_made.h"
#include "tests/cli/child.h"
#include "tests/cli/small_model.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Matches;
using Catch::Matchers::StartsWith;

TEST_CASE("explain tells what a library was made from, and its manifest word for word") {
    const TemporaryFolder folder;
    const std::string manifest = bundle_tests::manifest().dump(2);
    folder.write("net.a", bundle_tests::library_with(manifest));
    const Outcome outcome = run({"explain", "net.a"}, folder.path());
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    for (const char *line :
         {"model +Net, 7,960 parameters", "for +training and classifying", "bits +strict: .*",
          "self-test's digest +1234", "weights +inside the library, SHA-256 5678", "made with halide +21.0.0",
          "  riscv-64-rvv-256  v, vectors of 256 bits", "  riscv-64          nothing beyond its architecture",
          "  text +1,000", "  c_2_forward +riscv-64 +fused +vector 4 +computed"})
        CHECK_THAT(outcome.out, Matches("[^]*\n" + std::string(line) + "\n[^]*"));
    CHECK(run({"explain", "net.a", "--json"}, folder.path()).out == manifest + "\n");
}

TEST_CASE("explain lets no control character of a manifest through to the terminal") {
    nlohmann::ordered_json manifest = bundle_tests::manifest();
    manifest["model"]["name"] = "Net\x1b[2J";
    const std::string text = halenet::cli::text_of(halenet::parse_manifest(manifest.dump(), "m"), 0);
    CHECK_THAT(text, ContainsSubstring("Net?[2J") && !ContainsSubstring("\x1b"));
}

TEST_CASE("explain refuses what is no library of halenet's") {
    const TemporaryFolder folder;
    const std::string library = bundle_tests::library_with(bundle_tests::manifest().dump());
    folder.write("text.a", "text");
    folder.write("cut.a", library.substr(0, library.size() - 40));
    folder.write("other.a", bundle_tests::archive({{"a.o", "code"}}));
    for (const char *file : {"text.a", "cut.a", "other.a", "nowhere.a", "."}) {
        const Outcome outcome = run({"explain", file}, folder.path());
        CAPTURE(file);
        CHECK(outcome.status == 1);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, StartsWith(std::string("halenet: error: ") + file + ": ") && Matches("[^\n]*\n"));
    }
    CHECK(run({"explain"}, folder.path()).status == 2);
}
