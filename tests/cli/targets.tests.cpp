#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/child.h"
#include "tests/cli/fake_driver.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("targets lists what the driver knows, and how far it is tested") {
    const FakeDriver driver(R"(cat <<'LIST'
[{"name": "host", "halide": "x86-64-linux", "what": "this machine", "tested": "here", "tuned": true,
  "fits_this_cpu": true},
 {"name": "newer", "halide": "x86-64-linux-avx512", "what": "a later one", "tested": "here", "tuned": false,
  "fits_this_cpu": false},
 {"name": "arm-64", "halide": "arm-64-linux", "what": "any Arm", "tested": "under qemu-user", "tuned": false,
  "fits_this_cpu": null}]
LIST
)");
    CHECK(driver.run({"targets"}).out == "target  for           this processor        tested           tuned\n"
                                         "------------------------------------------------------------------\n"
                                         "host    this machine  runs it               here             yes\n"
                                         "newer   a later one   lacks some of it      here             no\n"
                                         "arm-64  any Arm       another architecture  under qemu-user  no\n");
    CHECK(driver.calls() == "--targets\n");
    CHECK_THAT(driver.run({"targets", "--json"}).out, StartsWith("[{\"name\": \"host\", \"halide\": \"x86-64-linux\""));
}

TEST_CASE("targets of the driver itself have this machine first, which fits itself") {
    const TemporaryFolder folder;
    const Outcome outcome = run({"targets", "--json"}, folder.path());
    REQUIRE(outcome.status == 0);
    const nlohmann::json list = nlohmann::json::parse(outcome.out);
    CHECK(list.at(0).at("name") == "host");
    CHECK(list.at(0).at("fits_this_cpu") == true);
    CHECK_THAT(run({"targets"}, folder.path()).out, ContainsSubstring("\nhost "));
    CHECK(folder.names().empty());
}

TEST_CASE("targets tells that the driver failed") {
    const Outcome outcome = FakeDriver("echo why >&2; exit 1").run({"targets"});
    CHECK(outcome.status == 1);
    CHECK(outcome.err == "why\nhalenet: error: halenet-generate could not list its targets, for the reason above\n");
}
