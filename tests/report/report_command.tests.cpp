#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/report/json.h"
#include "tests/cli/child.h"
#include "tests/cli/idx_folder.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using halenet::Json;

namespace {

using Words = std::vector<std::string>;

Words training(const Words &more) {
    Words words{"train", "--data", "data", "--epochs", "2", "--validation", "40", "--seed", "3", "--out", "w"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Json report_in(const std::filesystem::path &folder) {
    return Json::parse(content_of(folder / "report.json"));
}

} // namespace

TEST_CASE("train writes a report, and report makes the same one from the weights and the training's JSON") {
    const TemporaryFolder folder;
    write_idx_folder(folder / "data");
    const Outcome trained = run(training({"--json", "train.json", "--report", "trained"}), folder.path());
    REQUIRE(trained.err.empty());
    REQUIRE(trained.status == 0);
    CHECK_THAT(trained.out, ContainsSubstring("Page written to " + (folder / "trained/index.html").string()));

    const Outcome reported = run(
        {"report", "--weights", "w", "--data", "data", "--history", "train.json", "--out", "reported"}, folder.path());
    REQUIRE(reported.err.empty());
    REQUIRE(reported.status == 0);
    CHECK(names_in(folder / "reported") == names_in(folder / "trained"));
    CHECK(report_in(folder / "reported") == report_in(folder / "trained"));
    CHECK(content_of(folder / "reported/index.html") == content_of(folder / "trained/index.html"));
    const Json json = Json::parse(content_of(folder / "train.json"));
    CHECK(report_in(folder / "trained").at("training") == json);
    CHECK(report_in(folder / "trained").at("test").at("accuracy") == json.at("test").at("accuracy"));
    CHECK_THAT(content_of(folder / "trained/index.html"), ContainsSubstring(json.at("command").get<std::string>()));
}

TEST_CASE("a folder that is no report stops a training before it starts") {
    const TemporaryFolder folder;
    write_idx_folder(folder / "data");
    const Outcome outcome = run(training({"--report", "data"}), folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("data: holds \"") && ContainsSubstring("which is no part of a report"));
    CHECK(outcome.out.empty());
    CHECK(names_in(folder.path()) == Words{"data"});
}

TEST_CASE("report refuses a history that is none, or of another model") {
    const TemporaryFolder folder;
    write_idx_folder(folder / "data");
    REQUIRE(run(training({"--json", "train.json"}), folder.path()).status == 0);
    const auto refusal = [&](const std::string &history) {
        const Outcome outcome =
            run({"report", "--weights", "w", "--data", "data", "--history", history, "--out", "report"}, folder.path());
        CHECK(outcome.status == 1);
        CHECK_FALSE(std::filesystem::exists(folder / "report"));
        return outcome.err;
    };
    CHECK_THAT(refusal("missing.json"), ContainsSubstring("missing.json"));
    CHECK_THAT(refusal("w"), ContainsSubstring("w: is not what halenet train --json"));
    Json json = Json::parse(content_of(folder / "train.json"));
    json["model"]["hash"] = std::string(64, 'a');
    folder.write("other.json", json.dump());
    CHECK_THAT(refusal("other.json"), ContainsSubstring("other.json: tells of a training of a model with hash aaaa"));
}

TEST_CASE("without gnuplot the program says so and writes the rest") {
    const TemporaryFolder folder;
    write_idx_folder(folder / "data");
    const EnvironmentVariable path("PATH", folder.path().string());
    const Outcome outcome = run(training({"--report", "report"}), folder.path());
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("no pictures, only numbers: gnuplot is not installed"));
    CHECK_FALSE(std::filesystem::exists(folder / "report/loss.png"));
}
