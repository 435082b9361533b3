#include <filesystem>
#include <string>
#include <utility>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include "tests/bundle/hand_made.h"
#include "tests/cli/child.h"
#include "tests/cli/small_model.h"
#include "tests/runtime/temporary_folder.h"

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Matches;
using Catch::Matchers::StartsWith;
using namespace cli_tests;

TEST_CASE("verify checks each tensor's gradients of a model") {
    const TemporaryFolder folder;
    const Outcome outcome = run({"verify", "--gradients", "--samples", "3", "--seed", "4", "lenet5"}, folder.path());
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    for (const char *text : {"c1.weights", "output.bias", "seed 4", "All 10 tensors are within"})
        CHECK_THAT(outcome.out, ContainsSubstring(text));
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("verify runs a bundle's self-test, and compares what a strict one promises") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model());
    const Outcome generated = run({"generate", "--model", "net.h", "--strict"}, folder.path());
    INFO(generated.err);
    REQUIRE(generated.status == 0);
    const Outcome outcome = run({"verify", "net"}, folder.path());
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Matches("x86-64[^ ]* here: [0-9]+ kernels, greatest error [0-9.e-]+ of allowed [0-9.e-]+ "
                                    "\\([a-z0-9_]+\\), digest [0-9a-f]{64}, as promised\n"));
    const Outcome each = run({"verify", "net/", "--per-layer"}, folder.path());
    CHECK(each.status == 0);
    CHECK_THAT(each.out, Matches("[^]*\nhidden_forward +[0-9.e-]+ +[0-9.e-]+  ok\n[^]*"));

    nlohmann::json manifest = nlohmann::json::parse(content_of(folder / "net/manifest.json"));
    const std::string promised(64, '0');
    manifest["digest"] = promised;
    folder.write("net/manifest.json", manifest.dump());
    const Outcome other = run({"verify", "net"}, folder.path());
    CHECK(other.status == 1);
    CHECK_THAT(other.out, ContainsSubstring(" is WRONG: the digest differs from the promised one, " + promised));

    folder.write("net/lib/libnet.a", "!<arch>\n");
    const Outcome empty = run({"verify", "net"}, folder.path());
    CHECK(empty.status == 1);
    CHECK_THAT(empty.err, StartsWith("halenet: error: net: program.c could not be built ("));
}

TEST_CASE("verify refuses a folder that is no bundle, and targets that cannot be run here") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "empty");
    std::filesystem::create_directory(folder / "mac");
    nlohmann::ordered_json manifest = bundle_tests::manifest();
    manifest["targets"] = {{{"name", "mac"}, {"halide", "arm-64-osx"}, {"requires", {"neon"}}, {"vector_bits", 0}}};
    folder.write("mac/manifest.json", manifest.dump());
    for (const auto &[bundle, sentence] :
         {std::pair("nowhere", "nowhere: has no manifest.json"), std::pair("empty", "empty: has no manifest.json"),
          std::pair("mac", "arm-64-osx: a program for it cannot be run here")}) {
        const Outcome outcome = run({"verify", bundle}, folder.path());
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, StartsWith(std::string("halenet: error: ") + sentence));
    }
}

TEST_CASE("verify tells a mistake on the command line and one in the model") {
    const TemporaryFolder folder;
    CHECK(run({"verify"}, folder.path()).status == 2);
    CHECK(run({"verify", "--gradients"}, folder.path()).status == 2);
    CHECK(run({"verify", "--gradients", "--samples", "0", "lenet5"}, folder.path()).status == 2);
    CHECK(run({"verify", "--gradients", "lenet6"}, folder.path()).status == 2);
    CHECK(run({"verify", "--gradients", "--per-layer", "lenet5"}, folder.path()).status == 2);
    CHECK(run({"verify", "--seed", "3", "lenet5"}, folder.path()).status == 2);
    const Outcome outcome = run({"verify", "--gradients", "./none.h"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("none.h"));
}
