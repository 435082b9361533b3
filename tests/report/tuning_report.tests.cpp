#include "runtime/report/tuning_report.h"

#include <algorithm>
#include <regex>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/report/tuning_record.h"
#include "tests/report/html_elements.h"
#include "tests/report/tuning_example.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using namespace report_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::WithinRel;

namespace {

Json example() {
    return tuning_of(Json::array({kept_kernel("adam"), tuned_kernel("c3_forward", "vector 16, rows 2")}));
}

/// The page of a report of `result`, whose folder is made.
std::string page_of(const TemporaryFolder &folder, const Json &result) {
    REQUIRE_FALSE(write_tuning_report(folder / "report", result, "halenet tune"));
    std::string page = content_of(folder / "report/index.html");
    CHECK(mistake_in_html(page).empty());
    return page;
}

} // namespace

TEST_CASE("a tuning's report has its pictures as SVG and PNG, the numbers, and one page of its own") {
    const TemporaryFolder folder;
    const std::string page = page_of(folder, example());
    CHECK(folder.names() == std::vector<std::string>{"report"});
    for (const std::string picture : {"gains", "peak", "search"}) {
        CAPTURE(picture);
        CHECK(content_of(folder / ("report/" + picture + ".png")).starts_with("\x89PNG\r\n\x1a\n"));
        CHECK_THAT(content_of(folder / ("report/" + picture + ".svg")), ContainsSubstring("</svg>"));
        CHECK_THAT(page, ContainsSubstring("id=\"" + picture + "\""));
    }
    const Json list = Json::parse(content_of(folder / "report/report.json"));
    CHECK(list.at("tuning") == example());
    for (const Json &file : list.at("files"))
        CHECK(std::filesystem::exists(folder / "report" / file.get<std::string>()));
    // Nothing is fetched: what is referred to is on the page or in it as data.
    static const std::regex reference(R"((src|href|url)\s*[=(]\s*['"]?(?!['"]?(#|data:)))");
    CHECK_FALSE(std::regex_search(page, reference));
    CHECK(page.find("://") == std::string::npos);
}

TEST_CASE("the page tells what was gained, on which machine, when, and by which command") {
    const TemporaryFolder folder;
    const std::string page = page_of(folder, example());
    CHECK_THAT(page,
               ContainsSubstring("New plans for 1 of 2 kernels; training step, batch 64, 1 thread: 500 us instead "
                                 "of 550 us, 10.0 % faster (95 % interval 9.5 to 10.5)"));
    CHECK_THAT(page, ContainsSubstring("A CPU, for x86-64-v3, 2026-11-27"));
    CHECK_THAT(page, ContainsSubstring("<code>halenet tune --seed 7</code>"));
    CHECK_THAT(page, ContainsSubstring("<strong>+10.0 %</strong>"));
    CHECK_THAT(page, ContainsSubstring("+10.0 % (9.5 to 10.5)"));
    CHECK(page.find("c3_forward") < page.find("<td>adam</td>")); // the greater share first
}

TEST_CASE("the table of plans emphasises the knobs that changed, and only those") {
    const TemporaryFolder folder;
    Json result = example();
    const auto knob = [](const std::string &style, const std::string &text) {
        return "<span class=\"" + style + "\">" + std::regex_replace(text, std::regex(" "), "\u00a0") + "</span>";
    };
    SECTION("replaced") {
        CHECK_THAT(page_of(folder, result), ContainsSubstring(knob("right", "vector 8 \u2192 16")) &&
                                                ContainsSubstring(knob("muted", "rows 2")) &&
                                                ContainsSubstring(knob("muted", "vector 4")));
    }
    SECTION("better by luck perhaps, so kept") {
        result["kernels"][1]["replaced"] = false;
        result["kernels"][1]["ranking"] = Json::array();
        result["comparisons"] = Json::array();
        const std::string page = page_of(folder, result);
        CHECK_THAT(page, ContainsSubstring(knob("muted", "vector 8")) &&
                             ContainsSubstring("after 2 candidates each kernel keeps its shipped plan"));
        CHECK(page.find("\u2192\u00a016") == std::string::npos);
    }
}

TEST_CASE("a kernel's share of the peak counts two operations a multiply-add") {
    const TuningRecord tuning = read_tuning_record(example(), "example");
    const TuningRecord::Kernel &kernel = tuning.kernels.front();
    REQUIRE(kernel.name == "c3_forward");
    // 2,000 operations in 2 us are 1 GFLOP/s, of 4.
    CHECK_THAT(tuning.of_peak(kernel, kernel.start_microseconds).value(), WithinRel(0.25));
    CHECK_FALSE(tuning.of_peak(kernel, std::nullopt));
    CHECK_FALSE(tuning.of_peak(tuning.kernels.back(), 0.25));
}

TEST_CASE("the page says where an autoscheduler wins, and where its schedule failed") {
    const TemporaryFolder folder;
    Json result = example();
    SECTION("nowhere") {
        const std::string page = page_of(folder, result);
        CHECK_THAT(page, ContainsSubstring("faster than the autoschedulers' schedules on each kernel"));
        CHECK_THAT(page, ContainsSubstring("<td>no build</td><td>4.00 us</td>"));
        CHECK_THAT(page, ContainsSubstring("<span class=\"right\">2.20</span>")); // 1.1 / 0.5
    }
    SECTION("somewhere") {
        result["kernels"][1]["contenders"]["Adams2019"]["gain"] = gain_of(0.32);
        CHECK_THAT(page_of(folder, result), ContainsSubstring("Faster than tuned: c3_forward by Adams2019 (20.0 %)"));
    }
    SECTION("not asked") {
        result["kernels"][1]["contenders"] = Json::object();
        CHECK(page_of(folder, result).find("autoscheduler") == std::string::npos);
    }
}

TEST_CASE("the page counts failures by their kind and gives reasons") {
    const TemporaryFolder folder;
    Json result = example();
    SECTION("one") {
        CHECK_THAT(page_of(folder, result), ContainsSubstring("<td>crashed</td><td>1</td><td>c3_forward: signal 11"));
    }
    SECTION("none") {
        result["kernels"][1]["search"].erase(1);
        result["kernels"][1]["failures_by_outcome"] = Json::object();
        CHECK_THAT(page_of(folder, result), ContainsSubstring("No candidate failed"));
    }
}

TEST_CASE("a tuning that replaced nothing says why") {
    const TemporaryFolder folder;
    Json result = tuning_of(Json::array({kept_kernel("adam")}));
    std::string expected = "No plan was found that is faster for certain: after 2 candidates";
    SECTION("nothing was better") {}
    SECTION("stopped") {
        result["stopped"] = true;
        expected = "stopped before its budget was spent";
    }
    SECTION("the whole became slower") {
        result["withdrawn"] = true;
        expected = "but the whole was not";
    }
    CHECK_THAT(page_of(folder, result), ContainsSubstring(expected));
}

TEST_CASE("a tuning that could measure nothing has a page without pictures") {
    const TemporaryFolder folder;
    Json result = tuning_of(Json::array({kept_kernel("adam")}));
    result["comparisons"] = Json::array();
    result["kernels"][0]["start"]["us_image"] = nullptr;
    result["kernels"][0]["best"]["us_image"] = nullptr;
    const std::string page = page_of(folder, result);
    CHECK(page.find("<figure") == std::string::npos);
    CHECK_THAT(page, ContainsSubstring("<td>?</td>"));
}

TEST_CASE("without gnuplot a tuning's numbers are written and a sentence says why") {
    const TemporaryFolder folder;
    const TemporaryFolder programs;
    const EnvironmentVariable path("PATH", programs.path().string());
    const std::optional<std::string> sentence = write_tuning_report(folder / "report", example(), "");
    REQUIRE(sentence);
    CHECK_THAT(*sentence, ContainsSubstring("no pictures") && ContainsSubstring("gnuplot is not installed"));
    const std::string page = content_of(folder / "report/index.html");
    CHECK(mistake_in_html(page).empty());
    CHECK(page.find("<figure") == std::string::npos);
    CHECK_THAT(page, ContainsSubstring("<h3>Plans measured again</h3>"));
    CHECK(Json::parse(content_of(folder / "report/report.json")).at("no_pictures") == *sentence);
}

TEST_CASE("odd names and reasons in a tuning stay text, one line a trial") {
    const TemporaryFolder folder;
    const std::string odd = "<script>alert(\"1\")</script> & 'x'\t`touch run`\n$(touch run)";
    Json result = tuning_of(Json::array({tuned_kernel(odd, odd)}));
    result["machine"]["cpu"] = odd;
    result["command"] = odd;
    result["kernels"][0]["search"][1]["why"] = odd;
    result["kernels"][0]["contenders"]["Mullapudi2016"]["why"] = odd;
    const std::string page = page_of(folder, result);
    CHECK(page.find("<script") == std::string::npos);
    CHECK_FALSE(std::filesystem::exists("run"));
    const std::string trials = content_of(folder / "report/trials.tsv");
    CHECK(std::ranges::count(trials, '\n') == 6); // names, two of the search, one of the ranking, two contenders
    CHECK(std::ranges::count(trials, '\t') == 72);
}

TEST_CASE("what is no tuning's result is refused, and no folder is made") {
    const TemporaryFolder folder;
    Json result = example();
    std::string expected = "the tuning's result: is not what halenet tune --json";
    SECTION("a key is missing") {
        result.erase("machine");
    }
    SECTION("a kernel is a number") {
        result["kernels"][0] = 3;
    }
    SECTION("another format") {
        result["version"] = 2;
        expected = "the tuning's result: has format \"halenet-tuning\", version 2, expected halenet-tuning, version 1";
    }
    SECTION("a list") {
        result = Json::array();
    }
    CHECK_THAT(error_of([&] { return write_tuning_report(folder / "report", result, ""); }),
               ContainsSubstring(expected));
    CHECK(folder.entries() == 0);
}

TEST_CASE("a tuning's report replaces an earlier report, and nothing else") {
    const TemporaryFolder folder;
    static_cast<void>(page_of(folder, example()));
    static_cast<void>(page_of(folder, example()));
    folder.write("report/notes.txt", "mine");
    CHECK_THAT(error_of([&] { return write_tuning_report(folder / "report", example(), ""); }),
               ContainsSubstring("report: holds \"notes.txt\", which is no part of a report"));
}
