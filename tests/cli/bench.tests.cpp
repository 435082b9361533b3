#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <lenet5.h>
#include <nlohmann/json.hpp>

#include "tests/cli/child.h"
#include "tests/cli/idx_folder.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

/// Runs a measurement of the data in folder/data, and gives its report.
json measure(const TemporaryFolder &folder, Words words) {
    words.insert(words.begin(), "bench");
    words.insert(words.end(), {"--data", "data", "--json", "report.json"});
    const Outcome outcome = run(words, folder.path());
    CAPTURE(outcome.out);
    REQUIRE(outcome.err.empty());
    REQUIRE(outcome.status == 0);
    CHECK(outcome.out.find('\r') == std::string::npos); // no live line where there is no terminal
    CHECK_THAT(outcome.out, ContainsSubstring("measured peak of a core: ") && ContainsSubstring(" median "));
    return json::parse(content_of(folder.path() / "report.json"));
}

void check_beginning(const json &report, const std::string &measurement) {
    CHECK(report.at("format") == "halenet-bench");
    CHECK(report.at("version") == 1);
    CHECK(report.at("measurement") == measurement);
    CHECK(report.at("model") == json{{"name", lenet5_api.model->name}, {"hash", lenet5_api.model->hash}});
    CHECK(report.at("threads").get<int>() >= 1);
    CHECK_FALSE(report.at("machine").at("cpu").get<std::string>().empty());
    CHECK(report.at("machine").at("cpus").get<int>() >= 1);
    CHECK(report.at("peak").at("gflops_per_core").get<double>() > 0);
    CHECK_FALSE(report.at("peak").at("vectors").get<std::string>().empty());
}

void check_speed(const json &report) {
    CHECK(report.at("gflops").get<double>() > 0);
    CHECK(report.at("share_of_peak").get<double>() > 0);
}

void check_summary(const json &summary) {
    double last = 0;
    for (const char *member : {"least", "lower_quartile", "median", "upper_quartile", "greatest"}) {
        CHECK(summary.at(member).get<double>() >= last);
        last = summary.at(member).get<double>();
    }
    CHECK(summary.at("least").get<double>() > 0);
}

void check_samples(const json &summary, std::size_t count) {
    check_summary(summary);
    REQUIRE(summary.at("samples").size() == count);
    CHECK(*std::ranges::min_element(summary.at("samples")) == summary.at("least"));
    CHECK(*std::ranges::max_element(summary.at("samples")) == summary.at("greatest"));
}

} // namespace

TEST_CASE("an epoch is measured") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const json report = measure(folder, {"epoch", "--repetitions", "3", "--batch", "32", "--threads", "2"});
    check_beginning(report, "epoch");
    check_speed(report);
    CHECK(report.at("threads") == 2);
    CHECK(report.at("batch") == 32);
    CHECK(report.at("images") == 300);
    CHECK(report.at("repetitions") == 3);
    check_samples(report.at("seconds"), 3);
    check_samples(report.at("microseconds_per_image"), 3);
    CHECK(report.at("peak_memory_mb").get<double>() > 1);
}

TEST_CASE("the latency of a prediction is measured") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const json report = measure(folder, {"latency", "--repetitions", "2"});
    check_beginning(report, "latency");
    check_speed(report);
    CHECK(report.at("threads") == 1);
    CHECK(report.at("batch") == 1);
    CHECK(report.at("images") == 100);
    CHECK(report.at("repetitions") == 2);
    const json &microseconds = report.at("microseconds");
    check_summary(microseconds);
    CHECK(microseconds.at("p99") >= microseconds.at("upper_quartile"));
    CHECK(microseconds.at("p99") <= microseconds.at("greatest"));
    CHECK(report.at("clock_microseconds").get<double>() > 0);
}

TEST_CASE("the throughput of predictions is measured, with a batch that does not divide the images") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const json report = measure(folder, {"throughput", "--repetitions", "4", "--batch", "64", "--threads", "2"});
    check_beginning(report, "throughput");
    check_speed(report);
    CHECK(report.at("threads") == 2);
    CHECK(report.at("batch") == 64);
    CHECK(report.at("images") == 100);
    check_samples(report.at("images_per_second"), 4);
}

TEST_CASE("the time to an accuracy is measured, and each seed's accuracy is what train finds") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data", {.train = 5100, .test = 100}); // a recipe holds 5,000 images out
    const Words measurement{"time-to-accuracy", "--recipe", "tutorial", "--seeds", "2", "--accuracy", "0.01"};
    const json report = measure(folder, measurement);
    CHECK(names_in(folder.path()) == Words{"data", "report.json"});
    check_beginning(report, "time-to-accuracy");
    CHECK(report.at("recipe") == "tutorial");
    CHECK(report.at("seeds") == 2);
    CHECK(report.at("wanted") == 0.01);
    check_samples(report.at("seconds"), 2);
    CHECK(report.at("seconds").at("mean").get<double>() > 0);
    const json &accuracy = report.at("accuracy");
    REQUIRE(accuracy.at("samples").size() == 2);
    CHECK(accuracy.at("mean").get<double>() > 0);
    CHECK(accuracy.at("standard_error").get<double>() >= 0);

    REQUIRE(
        run({"train", "--recipe", "tutorial", "--seed", "1", "--data", "data", "--json", "t"}, folder.path()).status ==
        0);
    CHECK(json::parse(content_of(folder.path() / "t")).at("test").at("accuracy") == accuracy.at("samples").at(1));
}

TEST_CASE("the fastest recipe is the one whose time to an accuracy is measured") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const json report = measure(folder, {"time-to-accuracy", "--seeds", "1", "--accuracy", "0.01"});
    CHECK(report.at("recipe") == "fastest-99");
}

TEST_CASE("an accuracy that is not reached gives status 1, after the report") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data", {.train = 5001, .test = 20}); // one image to train on
    const Outcome outcome =
        run({"bench", "time-to-accuracy", "--recipe", "tutorial", "--seeds", "1", "--data", "data", "--json", "r"},
            folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, StartsWith("halenet: error: the mean test accuracy of 1 seed is 0.") &&
                                ContainsSubstring(", expected at least 0.99\n"));
    const json report = json::parse(content_of(folder.path() / "r"));
    CHECK(report.at("wanted") == 0.99);
    CHECK(report.at("accuracy").at("standard_error").is_null()); // a single seed has none
}

TEST_CASE("a training that fails is told with its own sentence") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const Outcome outcome = run({"bench", "time-to-accuracy", "--recipe", "tutorial", "--data", "data"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, StartsWith("halenet: error: halenet train ended with status 1: validation is 5000 images"));
    CHECK(std::ranges::count(outcome.err, '\n') == 1);
}

TEST_CASE("a signal ends the measurement of the time to an accuracy") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data", {.train = 5001, .test = 20});
    for (const int signal : {SIGINT, SIGTERM}) {
        Child child(
            {"bench", "time-to-accuracy", "--recipe", "tutorial", "--seeds", "10000", "--data", "data", "--json", "r"},
            folder.path());
        REQUIRE(child.wait_for("\nSeed 0: "));
        child.signal(signal);
        const Outcome outcome = child.finish();
        CHECK(outcome.status == 128 + signal);
        CHECK(outcome.err.empty());
        CHECK(names_in(folder.path()) == Words{"data"});
    }
}

TEST_CASE("bad input of a measurement gives one sentence and a status, and writes nothing") {
    struct BadInput {
        Words arguments; ///< after bench
        int status;
        std::string sentence; ///< its beginning
    };
    const auto bad = GENERATE(values<BadInput>({
        {{}, 2, "bench: found nothing, expected epoch, latency, throughput or time-to-accuracy"},
        {{"epochs"}, 2, "bench: found \"epochs\", expected epoch, latency, throughput or time-to-accuracy"},
        {{"--batch", "2", "epoch"}, 2, "bench: found \"--batch\", expected epoch, latency, throughput or"},
        {{"latency", "--batch", "2"}, 2, "found \"--batch\", expected a command or an option that --help lists"},
        {{"epoch", "--batch", "0"}, 2, "--batch: found \"0\", expected a whole number of images from 1 to 65536"},
        {{"throughput", "--batch", "65537"}, 2, "--batch: found \"65537\", expected a whole number of images from 1"},
        {{"epoch", "--repetitions", "0"}, 2, "--repetitions: found \"0\", expected a whole number of repetitions"},
        {{"latency", "--threads", "0"}, 2, "--threads: found \"0\", expected a whole number of threads from 1 to 1024"},
        {{"time-to-accuracy", "--seeds", "0"}, 2, "--seeds: found \"0\", expected a whole number of seeds from 1"},
        {{"time-to-accuracy", "--accuracy", "2"}, 2, "--accuracy: found \"2\", expected a number above 0 to 1"},
        {{"time-to-accuracy", "--recipe", "secret"}, 2, "--recipe: found \"secret\", expected default or augmented"},
        {{"epoch", "--data", "nowhere"}, 1, "--data: nowhere is no folder"},
        {{"time-to-accuracy", "--data", "nowhere"}, 1, "--data: nowhere is no folder"},
        {{"epoch", "--json", "nowhere/report"}, 1, "nowhere/report: cannot be written"},
        {{"time-to-accuracy", "--json", "nowhere/report"}, 1, "nowhere/report: cannot be written"},
    }));
    const TemporaryFolder folder;
    Words words{"bench"};
    words.insert(words.end(), bad.arguments.begin(), bad.arguments.end());
    const Outcome outcome = run(words, folder.path());
    CHECK(outcome.status == bad.status);
    CHECK_THAT(outcome.err, StartsWith("halenet: error: " + bad.sentence));
    CHECK(std::ranges::count(outcome.err, '\n') == 1);
    CHECK(outcome.out.empty());
    CHECK(names_in(folder.path()).empty());
}

TEST_CASE("each measurement's help tells its options and gives examples") {
    const TemporaryFolder folder;
    for (const char *measurement : {"epoch", "latency", "throughput", "time-to-accuracy"}) {
        const Outcome outcome = run({"bench", measurement, "--help"}, folder.path());
        CHECK(outcome.status == 0);
        CHECK_THAT(outcome.out, ContainsSubstring(std::string("Usage: halenet bench ") + measurement) &&
                                    ContainsSubstring("\nExamples:\n"));
        for (const char *option : {"--model", "--data", "--threads", "--json"})
            CHECK_THAT(outcome.out, ContainsSubstring(std::string("\n  ") + option + " "));
    }
}
