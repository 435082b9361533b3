#include <csignal>
#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <lenet5.h>
#include <nlohmann/json.hpp>

#include "runtime/cli/watched_files.h"
#include "tests/cli/child.h"
#include "tests/cli/small_model.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Matches;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

TEST_CASE("check shows what each layer gives and takes") {
    const TemporaryFolder folder;
    const Outcome outcome = run({"check", "lenet5"}, folder.path());
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    // 28 * 28 * 6 * 25 and so on, and the sums.
    for (const char *row : {"c1 +Conv2D +28x28x6 +156 +117,600 +fused", "s2 +MaxPool2D +14x14x6 +0 +0",
                            "c3 +Conv2D +10x10x16 +2,416 +240,000 +fused", "c5 +Dense +1x1x120 +48,120 +48,000.*",
                            "total +61,706 +416,520"})
        CHECK_THAT(outcome.out, Matches("[^]*\n" + std::string(row) + "\n[^]*"));
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("check tells the bytes that the library then asks for") {
    const TemporaryFolder folder;
    const int batch = GENERATE(1, 16, 17, 64);
    const Outcome outcome = run({"check", "lenet5", "--json", "--batch", std::to_string(batch)}, folder.path());
    const nlohmann::json summary = nlohmann::json::parse(outcome.out);
    CHECK(summary["hash"] == lenet5_api.model->hash);
    CHECK(summary["parameters"] == LENET5_PARAMETERS);
    CHECK(summary["layers"].size() == lenet5_api.model->layer_count);
    CHECK(summary["bytes"]["weights"] == LENET5_WEIGHTS_BYTES);
    CHECK(summary["bytes"]["state"] == LENET5_STATE_BYTES);
    CHECK(summary["bytes"]["classify_workspace"] == lenet5_classify_workspace_bytes(batch));
    CHECK(summary["bytes"]["train_workspace"] == lenet5_train_workspace_bytes(batch));
}

TEST_CASE("check shows a mistake at its line, and nothing else") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model("0"));
    const Outcome outcome = run({"check", "net.h"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, StartsWith(std::string("net.h") + place_of_units + "hidden: found units 0"));
    CHECK(outcome.out.empty());
    CHECK(folder.names() == std::vector<std::string>{"net.h"});
}

TEST_CASE("check names an include that is missing") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model("10", "sizes.h"));
    const Outcome outcome = run({"check", "net.h"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, StartsWith("net.h:2:10: fatal error: 'sizes.h' file not found"));
    CHECK(outcome.out.empty());
}

TEST_CASE("check refuses a model that needs more memory than allowed") {
    const TemporaryFolder folder;
    CHECK(run({"check", "lenet5", "--memory-limit", "100"}, folder.path()).status == 0);
    const Outcome outcome = run({"check", "lenet5", "--memory-limit", "1"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("lenet5.h:") && ContainsSubstring(": error: "));
}

TEST_CASE("check --watch checks again when the header or what it includes changes, until Ctrl-C") {
    const TemporaryFolder folder;
    folder.write("sizes.h", "constexpr int units = 20;\n");
    folder.write("net.h", small_model("units", "sizes.h"));
    Child child({"check", "net.h", "--watch"}, folder.path());
    const auto shows_units = [&](int units) {
        return child.wait_for("1x1x" + std::to_string(units)) && child.wait_for("Watching net.h");
    };
    CHECK(shows_units(20));
    folder.write("sizes.h", "constexpr int units = 21;\n");
    CHECK(shows_units(21));
    // As editors save: a new file takes the old one's place.
    folder.write("new", small_model("22", "sizes.h"));
    fs::rename(folder / "new", folder / "net.h");
    CHECK(shows_units(22));
    child.signal(SIGINT);
    const Outcome outcome = child.finish();
    CHECK(outcome.status == 128 + SIGINT);
    CHECK(outcome.err.empty());
}

TEST_CASE("check --watch goes on after a mistake") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model("units", "sizes.h"));
    Child child({"check", "net.h", "--watch"}, folder.path());
    CHECK(child.wait_for("Watching net.h"));
    folder.write("sizes.h", "constexpr int units = 23;\n"); // the include that was missing
    CHECK(child.wait_for("1x1x23"));
    child.signal(SIGTERM);
    const Outcome outcome = child.finish();
    CHECK(outcome.status == 128 + SIGTERM);
    CHECK_THAT(outcome.err, ContainsSubstring("'sizes.h' file not found"));
}

TEST_CASE("a rule of make names its files, escapes undone") {
    using halenet::cli::files_of_rule;
    CHECK(files_of_rule("").empty());
    CHECK(files_of_rule("model.json: a.h b.h\n") == std::vector<fs::path>{"a.h", "b.h"});
    CHECK(files_of_rule("a\\ target: \\\n  /x/a\\ b.h \\\n  c\\#$$d.h\n") ==
          std::vector<fs::path>{"/x/a b.h", "c#$d.h"});
}
