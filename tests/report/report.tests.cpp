#include "runtime/report/report.h"

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>
#include <lenet5.h>
#include <mlp.h>
#include <tiny.h>

#include "tests/report/example.h"
#include "tests/report/html_elements.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using namespace report_tests;
using Catch::Matchers::ContainsSubstring;

namespace {

using Names = std::vector<std::string>;

Network network_of(const halenet_api &api) {
    return Network(api, {.batch = 64, .threads = 1, .training = false});
}

Names names_in(const std::filesystem::path &folder) {
    Names names;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

Names expected_names(const Names &pictures, Names others) {
    for (const std::string &picture : pictures)
        for (const char *format : {".png", ".svg"})
            others.push_back(picture + format);
    std::ranges::sort(others);
    return others;
}

const Names tables{"classes.tsv",       "confusion.tsv",   "epochs.tsv", "index.html",
                   "learning_rate.tsv", "predictions.tsv", "report.json"};

/// A program `gnuplot` in a folder of its own that does what the lines of shell say.
void write_gnuplot(const TemporaryFolder &folder, const std::string &script) {
    folder.write("gnuplot", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(folder / "gnuplot", std::filesystem::perms::owner_all);
}

} // namespace

TEST_CASE("a report has every picture as SVG and PNG, the numbers, and one page of its own") {
    const halenet_api &api = *GENERATE(&lenet5_api, &tiny_api, &mlp_api);
    const int epochs = &api == &tiny_api ? 1 : 3; // one point is no line
    CAPTURE(api.model->name, epochs);
    const TemporaryFolder folder;
    Network network = network_of(api);
    const Digits digits = noise_digits(network, "noise");
    REQUIRE_FALSE(write_report_folder(folder / "report", {network, digits, training_of(*api.model, epochs), ""}));

    Names pictures{"accuracy", "confusion", "digits", "feature_maps", "learning_rate", "loss", "mistakes", "overview"};
    const bool convolution = &api != &mlp_api;
    if (convolution)
        pictures.emplace_back("filters");
    CHECK(names_in(folder / "report") == expected_names(pictures, tables));
    CHECK(folder.names() == Names{"report"});
    for (const std::string &picture : pictures) {
        CAPTURE(picture);
        CHECK(content_of(folder / ("report/" + picture + ".png")).starts_with("\x89PNG\r\n\x1a\n"));
        CHECK_THAT(content_of(folder / ("report/" + picture + ".svg")), ContainsSubstring("</svg>"));
    }

    const std::string page = content_of(folder / "report/index.html");
    CHECK(mistake_in_html(page).empty());
    CHECK((page.find("no convolution") == std::string::npos) == convolution);
    for (const std::string &picture : pictures)
        if (picture != "overview")
            CHECK_THAT(page, ContainsSubstring("id=\"" + picture + "\""));
    // Nothing is fetched: what is referred to is on the page or in it as data.
    static const std::regex reference(R"((src|href|url)\s*[=(]\s*['"]?(?!['"]?(#|data:)))");
    std::smatch found;
    CHECK_FALSE(std::regex_search(page, found, reference));
    CHECK(page.find("://") == std::string::npos);
}

TEST_CASE("the page tells the numbers of report.json, which are the network's") {
    const TemporaryFolder folder;
    Network network = network_of(tiny_api);
    const Digits digits = noise_digits(network, "noise");
    static_cast<void>(write_report_folder(folder / "report", {network, digits, training_of(*tiny_api.model, 3), ""}));
    const Json json = Json::parse(content_of(folder / "report/report.json"));
    const std::string page = content_of(folder / "report/index.html");

    const Metrics metrics = network.evaluate(digits.test);
    const Json &test = json.at("test");
    CHECK(test.at("accuracy") == metrics.accuracy());
    CHECK(test.at("loss") == metrics.loss());
    CHECK(test.at("images") == 57);
    CHECK_THAT(page, ContainsSubstring(fmt::format("<strong>{:.2f} %</strong>", 100 * metrics.accuracy())));
    CHECK_THAT(page, ContainsSubstring(fmt::format("<strong>{:.4f}</strong>", metrics.loss())));
    CHECK_THAT(page, ContainsSubstring(fmt::format("<strong>{}</strong>", metrics.images - metrics.correct)));
    for (const Json &scores : test.at("classes"))
        CHECK_THAT(page, ContainsSubstring(fmt::format("<td>{}</td><td>{}</td>", scores.at("class").get<int>(),
                                                       scores.at("images").get<int>())));
    CHECK(json.at("mistakes").size() == static_cast<std::size_t>(metrics.images - metrics.correct));
    CHECK(json.at("training").at("seed") == 7);
    CHECK(json.at("model").at("layers").size() == tiny_api.model->layer_count);
    for (const Json &layer : json.at("model").at("layers"))
        CHECK_THAT(page, ContainsSubstring("<td>" + layer.at("name").get<std::string>() + "</td>"));
    CHECK_THAT(page, ContainsSubstring("halenet train --seed 7") && ContainsSubstring("A CPU") &&
                         ContainsSubstring("96.88 %"));
}

TEST_CASE("without a history the page says so and tells how it was made") {
    const TemporaryFolder folder;
    Network network = network_of(mlp_api);
    const Digits digits = noise_digits(network, "noise");
    static_cast<void>(write_report_folder(folder / "report", {network, digits, nullptr, "halenet report --out <a>"}));
    const std::string page = content_of(folder / "report/index.html");
    CHECK(mistake_in_html(page).empty());
    CHECK_THAT(page, ContainsSubstring("no history was given") && ContainsSubstring("halenet report --out &lt;a&gt;"));
    CHECK(names_in(folder / "report") ==
          expected_names({"confusion", "digits", "feature_maps", "mistakes"},
                         {"classes.tsv", "confusion.tsv", "index.html", "predictions.tsv", "report.json"}));
}

TEST_CASE("where gnuplot is missing or fails the numbers are written and a sentence says why") {
    const TemporaryFolder folder;
    const TemporaryFolder programs;
    std::string expected = "gnuplot is not installed";
    SECTION("missing") {}
    SECTION("failing") {
        write_gnuplot(programs, "echo '\"pictures.gnuplot\" line 3: unknown thing' >&2; exit 1");
        expected = "line 3: unknown thing";
    }
    SECTION("drawing nothing") {
        write_gnuplot(programs, "exit 0");
        expected = "gnuplot drew no ";
    }
    const EnvironmentVariable path("PATH", programs.path().string());
    Network network = network_of(tiny_api);
    const Digits digits = noise_digits(network, "noise");
    const std::optional<std::string> sentence =
        write_report_folder(folder / "report", {network, digits, training_of(*tiny_api.model, 3), ""});
    REQUIRE(sentence);
    CHECK_THAT(*sentence, ContainsSubstring("no pictures") && ContainsSubstring(expected));
    CHECK(names_in(folder / "report") == tables);
    const std::string page = content_of(folder / "report/index.html");
    CHECK(mistake_in_html(page).empty());
    CHECK_THAT(page, ContainsSubstring("no pictures") && ContainsSubstring("<th>Precision</th>") &&
                         ContainsSubstring("<th>Taken for</th>"));
    CHECK(page.find("<figure") == std::string::npos);
    CHECK(Json::parse(content_of(folder / "report/report.json")).at("no_pictures") == *sentence);
}

TEST_CASE("an earlier report is replaced as a whole, and nothing else is") {
    const TemporaryFolder folder;
    Network network = network_of(mlp_api);
    const Digits digits = noise_digits(network, "noise");
    const auto write = [&](const Json &training) {
        static_cast<void>(write_report_folder(folder / "report", {network, digits, training, ""}));
    };
    write(training_of(*mlp_api.model, 2));
    CHECK(std::filesystem::exists(folder / "report/epochs.tsv"));
    write(nullptr);
    CHECK_FALSE(std::filesystem::exists(folder / "report/epochs.tsv"));

    SECTION("a file of the user's own in the report") {
        folder.write("report/notes.txt", "mine");
        CHECK_THAT(error_of([&] {
                       write(nullptr);
                       return 0;
                   }),
                   ContainsSubstring("report: holds \"notes.txt\", which is no part of a report"));
        CHECK(content_of(folder / "report/notes.txt") == "mine");
    }
    SECTION("another folder") {
        std::filesystem::create_directory(folder / "photos");
        folder.write("photos/a.png", "mine");
        CHECK_THAT(error_of([&] {
                       ensure_report_folder(folder / "photos");
                       return 0;
                   }),
                   ContainsSubstring("photos: holds \"a.png\""));
    }
    SECTION("a file") {
        folder.write("file", "mine");
        CHECK_THAT(error_of([&] {
                       ensure_report_folder(folder / "file");
                       return 0;
                   }),
                   ContainsSubstring("file: is no folder"));
    }
    SECTION("a folder that would have to be made first") {
        CHECK_THAT(error_of([&] {
                       ensure_report_folder(folder / "no/report");
                       return 0;
                   }),
                   ContainsSubstring("no/report: cannot be written (No such file or directory)"));
    }
    SECTION("an empty folder, named with a slash") {
        std::filesystem::create_directory(folder / "empty");
        static_cast<void>(write_report_folder(folder / "empty/", {network, digits, nullptr, ""}));
        CHECK(std::filesystem::exists(folder / "empty/index.html"));
    }
    SECTION("a link to the report") {
        std::filesystem::create_directory_symlink(folder / "report", folder / "link");
        static_cast<void>(write_report_folder(folder / "link", {network, digits, training_of(*mlp_api.model, 2), ""}));
        CHECK(std::filesystem::is_symlink(folder / "link"));
        CHECK(std::filesystem::exists(folder / "report/epochs.tsv"));
    }
    for (const std::string &name : folder.names())
        CHECK_FALSE(name.ends_with(".tmp"));
}

TEST_CASE("what is odd in a path or a command stays text") {
    const TemporaryFolder folder;
    Network network = network_of(mlp_api);
    const std::string odd = "<script>alert(\"1\")</script> & 'x' `touch run` $(touch run) \x01\xff \u00e9";
    const Digits digits = noise_digits(network, odd);
    Json training = training_of(*mlp_api.model, 2);
    training["command"] = odd;
    training["options"]["odd"] = odd;
    static_cast<void>(write_report_folder(folder / "it's \"odd\" <b>", {network, digits, training, ""}));
    const std::string page = content_of(folder / "it's \"odd\" <b>/index.html");
    CHECK(mistake_in_html(page).empty());
    CHECK(page.find("<script") == std::string::npos);
    CHECK_THAT(page, ContainsSubstring("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;") &&
                         ContainsSubstring("\u00e9"));
    CHECK(folder.entries() == 1);
    CHECK_FALSE(std::filesystem::exists("run"));
    CHECK_NOTHROW(Json::parse(content_of(folder / "it's \"odd\" <b>/report.json")));
}

TEST_CASE("a history that train did not write is refused with its name, and no folder is made") {
    const TemporaryFolder folder;
    Network network = network_of(mlp_api);
    const Digits digits = noise_digits(network, "noise");
    Json training = training_of(*mlp_api.model, 2);
    SECTION("a key is missing") {
        training.erase("epochs");
    }
    SECTION("a number is text") {
        training["epochs"][0]["train_loss"] = "low";
    }
    SECTION("a list is a number") {
        training["learning_rate"] = 3;
    }
    SECTION("it is a list") {
        training = Json::array();
    }
    CHECK_THAT(error_of([&] { return write_report_folder(folder / "report", {network, digits, training, ""}); }),
               ContainsSubstring("history: is not what halenet train --json"));
    CHECK(folder.entries() == 0);
}

TEST_CASE("a report needs a test image") {
    const TemporaryFolder folder;
    Network network = network_of(mlp_api);
    const Digits digits{.train = {}, .test = noise(network.form(), 0), .source = "nothing"};
    CHECK_THAT(error_of([&] { return write_report_folder(folder / "report", {network, digits, nullptr, ""}); }),
               ContainsSubstring("at least one"));
    CHECK(folder.entries() == 0);
}
