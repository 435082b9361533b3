#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/bundle/manifest.h"
#include "tests/bundle/hand_made.h"
#include "tests/runtime/error_of.h"

using namespace bundle_tests;
using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("a library's manifest is found in it and read") {
    const std::string text = manifest().dump(2);
    const Manifest found = manifest_in(library_with(text), "net.a");
    CHECK(found.text == text);
    CHECK(found.library == "net");
    CHECK(found.model == "Net");
    CHECK(found.hash == "abcd");
    CHECK(found.parameters == 7960);
    CHECK(found.description == R"({"model":"Net"})");
    REQUIRE(found.targets.size() == 2);
    CHECK(found.targets[0].halide == "riscv-64-linux-rvv-vector_bits_256");
    CHECK(found.targets[0].required == std::vector<std::string>{"v"});
    CHECK(found.targets[0].vector_bits == 256);
    CHECK(found.purpose == "train");
    CHECK(found.strict);
    CHECK_FALSE(found.symbols);
    CHECK(found.digest == "1234");
    REQUIRE(found.weights.has_value());
    CHECK(found.weights->embedded);
    CHECK(found.weights->sha256 == "5678");
    CHECK(found.versions.back() == std::pair<std::string, std::string>("halide", "21.0.0"));
    CHECK(found.bytes.front() == std::pair<std::string, std::int64_t>("text", 1000));
}

TEST_CASE("a kernel has the path of the layer that its name begins with, the longest one") {
    const Manifest found = parse_manifest(manifest().dump(), "m.json");
    REQUIRE(found.kernels.size() == 3);
    CHECK(found.kernels[0].path == "fused");   // c_2_forward, not c's
    CHECK(found.kernels[1].path == "general"); // c_forward
    CHECK(found.kernels[2].path.empty());      // loss
}

TEST_CASE("what holds no manifest, or half of one, is refused by name") {
    const auto refusal = [](const std::string &bytes) {
        return error_of([&] { return manifest_in(bytes, "x.a").text; });
    };
    CHECK_THAT(refusal("halenet-manifest-begin\n{}\nhalenet-manifest-end\n"), StartsWith("x.a: is no static library"));
    CHECK_THAT(refusal(archive({{"a.o", "code"}})), StartsWith("x.a: holds no manifest"));
    CHECK_THAT(refusal(archive({{"a.o", "halenet-manifest-begin\n{}"}})), StartsWith("x.a: its manifest has no end"));
}

TEST_CASE("a damaged manifest, or one of another version, is refused by name") {
    const auto refusal = [](const std::string &text) {
        return error_of([&] { return parse_manifest(text, "x.a").text; });
    };
    for (const std::string &text :
         {std::string(), std::string("{"), std::string("[]"), std::string("3"), manifest().dump().substr(20)})
        CHECK_THAT(refusal(text), StartsWith("x.a: its manifest is damaged ("));
    const nlohmann::ordered_json whole = manifest();
    for (const auto &[key, value] : whole.items()) { // each one missing, and each one of another kind
        if (key == "abi" || key == "checked")        // which nothing here reads
            continue;
        nlohmann::ordered_json json = manifest();
        json.erase(key);
        CAPTURE(key);
        CHECK_THAT(refusal(json.dump()), StartsWith("x.a: "));
        if (key == "description") // whatever it is, it is handed on
            continue;
        json = manifest();
        json[key] = key == "strict" ? nlohmann::ordered_json("yes") : nlohmann::ordered_json(true);
        CHECK_THAT(refusal(json.dump()), StartsWith("x.a: "));
    }
    nlohmann::ordered_json empty = manifest();
    empty["targets"] = nlohmann::ordered_json::array();
    CHECK_THAT(refusal(empty.dump()), StartsWith("x.a: its manifest names no target"));
    nlohmann::ordered_json later = manifest();
    later["version"] = 3;
    CHECK_THAT(refusal(later.dump()), ContainsSubstring("halenet-manifest\" 3, halenet-manifest 2 was expected"));
}
