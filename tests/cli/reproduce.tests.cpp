#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include "runtime/files/sha256.h"
#include "tests/bundle/hand_made.h"
#include "tests/cli/child.h"
#include "tests/cli/fake_driver.h"
#include "tests/cli/small_model.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

namespace {

/// Knows one target by name, plans the manifest `plan`, and generates the library that lies in the current folder.
FakeDriver driver_with(const nlohmann::ordered_json &plan) {
    return FakeDriver(
        "case \"$*\" in\n"
        "--targets) echo '[{\"name\": \"riscv-64\"}]' ;;\n"
        "*\"--plan \"*|*--plan) cat <<'PLAN'\n" +
        plan.dump() +
        "\nPLAN\n;;\n"
        "*) while [ \"$1\" != --out ]; do shift; done; mkdir -p \"$2/lib\"; cp new.a \"$2/lib/libnet.a\" ;;\n"
        "esac\n");
}

nlohmann::ordered_json without_weights() {
    nlohmann::ordered_json manifest = bundle_tests::manifest();
    manifest["weights"] = nullptr;
    return manifest;
}

} // namespace

TEST_CASE("reproduce asks for what the manifest tells, and compares the bytes") {
    nlohmann::ordered_json manifest = without_weights();
    manifest["symbols"] = manifest["timing"] = true;
    const std::string library = bundle_tests::library_with(manifest.dump());
    const FakeDriver driver = driver_with(manifest);
    driver.folder().write("old.a", library);
    driver.folder().write("new.a", library);
    const Outcome same = driver.run({"reproduce", "old.a"});
    INFO(same.err);
    CHECK(same.status == 0);
    CHECK_THAT(same.out, StartsWith("old.a: the same ") && ContainsSubstring("bytes were generated again"));
    // A target without a name is asked for as Halide writes it.
    CHECK_THAT(driver.calls(),
               ContainsSubstring(" --name net --target riscv-64-linux-rvv-vector_bits_256,riscv-64 --out ") &&
                   ContainsSubstring(" --for train --cache ") && ContainsSubstring(" --strict --symbols --timing\n") &&
                   !ContainsSubstring(".cache/halenet"));

    driver.folder().write("new.a", bundle_tests::archive({{"net.o", "cold"}}));
    const Outcome other = driver.run({"reproduce", "old.a"});
    CHECK(other.status == 1);
    CHECK(other.err ==
          "halenet: error: old.a: was not reproduced: net.o differs from byte 2 on: 4 bytes in old.a, 4 in "
          "the new library\n");
}

TEST_CASE("reproduce generates nothing where a version differs, and names each") {
    nlohmann::ordered_json here = without_weights();
    here["versions"]["halenet"] = "0.2.0";
    here["versions"].erase("halide");
    const FakeDriver driver = driver_with(here);
    driver.folder().write("old.a", bundle_tests::library_with(without_weights().dump()));
    const Outcome outcome = driver.run({"reproduce", "old.a"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err ==
          "halenet: error: old.a: was generated with halenet 0.1.0, here is 0.2.0; halide 21.0.0, here is "
          "none; only the same versions give the same bytes\n");
    CHECK_THAT(driver.calls(), !ContainsSubstring("--out"));
}

TEST_CASE("reproduce needs the weights that a library was generated with") {
    nlohmann::ordered_json manifest = bundle_tests::manifest();
    manifest["weights"]["sha256"] = halenet::sha256("weights");
    const FakeDriver driver = driver_with(manifest);
    const std::string library = bundle_tests::library_with(manifest.dump());
    driver.folder().write("old.a", library);
    driver.folder().write("new.a", library);
    driver.folder().write("right", "weights");
    driver.folder().write("wrong", "other");
    const Outcome none = driver.run({"reproduce", "old.a"});
    CHECK(none.status == 1);
    CHECK_THAT(none.err,
               StartsWith("halenet: error: old.a: was generated with weights inside it, expected their file"));
    const Outcome wrong = driver.run({"reproduce", "old.a", "--weights", "wrong"});
    CHECK(wrong.status == 1);
    CHECK_THAT(wrong.err, StartsWith("halenet: error: wrong: has the SHA-256 "));
    CHECK(driver.calls().empty());
    CHECK(driver.run({"reproduce", "old.a", "--weights", "right"}).status == 0);
    CHECK_THAT(driver.calls(), ContainsSubstring(" --weights right --weights-as embed\n"));

    manifest["weights"]["as"] = "file"; // beside it, where a bundle has them
    const std::string beside = bundle_tests::library_with(manifest.dump());
    fs::create_directories(driver.folder() / "net/lib");
    fs::create_directories(driver.folder() / "net/share/net");
    driver.folder().write("net/lib/libnet.a", beside);
    driver.folder().write("net/share/net/net.safetensors", "weights");
    driver.folder().write("new.a", beside);
    CHECK(driver.run({"reproduce", "net/lib/libnet.a"}).status == 0);
}

TEST_CASE("a library is reproduced from nothing but itself") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model());
    REQUIRE(run({"generate", "--model", "net.h"}, folder.path()).status == 0);
    fs::rename(folder / "net/lib/libnet.a", folder / "alone.a");
    fs::remove_all(folder / "net");
    fs::remove_all(folder / ".cache");
    const Outcome outcome = run({"reproduce", "alone.a"}, folder.path());
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, StartsWith("alone.a: the same "));
    CHECK(folder.names() == std::vector<std::string>{"alone.a", "net.h"});
}
