/// The record of a tuning: what is added comes back, and only to the key that it is of.
#include "tests/runtime/temporary_folder.h"
#include "tests/tune/records.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>
#include <string_view>

using namespace halenet::tune;
using namespace halenet::tune::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

/// `text` with its first `from` replaced by `to`.
std::string edited(std::string text, std::string_view from, std::string_view to) {
    const std::size_t place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

} // namespace

TEST_CASE("every trial comes back as it was added, to the last bit", "[record]") {
    const TemporaryFolder folder;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<Trial> trials{{.question = {Stage::ranking, "c3_forward", "vector 16", "vector 8"},
                               .gain = {.estimate = 0.1, .low = -infinity, .high = infinity},
                               .pairs = 5,
                               .seconds = 5e-324,
                               .bytes = std::numeric_limits<std::size_t>::max(),
                               .build_seconds = 1.0 / 3,
                               .cost_seconds = 1e300},
                              {.question = {Stage::contender, "c1_forward", "Mullapudi2016", ""},
                               .outcome = Outcome::no_build,
                               .why = "a \"quoted\" word,\na second line, \\ and é"}};
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> numbers(-1, 1);
    for (int number = 0; number < 100; ++number) {
        trials.push_back(trial_of(number));
        trials.back().outcome = static_cast<Outcome>(number % 8);
        trials.back().gain = {numbers(random), numbers(random), numbers(random)};
    }
    {
        Opened opened(folder / "record");
        std::ranges::for_each(trials, [&](const Trial &trial) { opened.record.add(trial); });
        CHECK(opened.record.trials() == trials);
    }
    const Opened opened(folder / "record");
    CHECK(opened.notes.empty());
    CHECK(opened.record.trials() == trials);
    for (const Trial &trial : trials) {
        const Trial *found = opened.record.find(trial.question);
        REQUIRE(found != nullptr);
        CHECK(*found == trial);
    }
    Question other = trials.front().question;
    other.reference = "vector 4";
    CHECK(opened.record.find(other) == nullptr);
}

TEST_CASE("of two answers to a question the first one counts", "[record]") {
    const TemporaryFolder folder;
    Trial second = trial_of(1);
    second.seconds = 1;
    {
        Opened opened(folder / "record");
        opened.record.add(trial_of(1));
        opened.record.add(second);
        CHECK(opened.record.trials() == std::vector{trial_of(1)});
    }
    CHECK(Opened(folder / "record").record.trials() == std::vector{trial_of(1)});
}

TEST_CASE("damaged lines are named and skipped, the others are kept", "[record]") {
    const TemporaryFolder folder;
    write_record(folder / "record", 4); // trial 0 in line 2, trial 3 in line 5
    const std::string intact = content_of(folder / "record");
    const auto skips = [&](const std::string &text, const std::string &note, int missing = -1) {
        CAPTURE(note);
        const fs::path path = folder.file("damaged", text);
        const Opened opened(path);
        REQUIRE(opened.notes.size() == 1);
        CHECK_THAT(opened.notes.front(), StartsWith(path.string() + ": " + note));
        CHECK(plans_of(opened.record) == plans_of_first(4, missing));
    };
    skips(edited(intact, "columns 1\",\"reference", "columns 1,\"reference"),
          "line 3 is damaged and was skipped: found something that is no JSON at byte", 1);
    skips(edited(intact, R"("pairs":1,)", ""),
          "line 3 is damaged and was skipped: /pairs: found nothing, expected this field", 1);
    skips(edited(intact, R"("pairs":1,)", R"("pairs":"one",)"),
          R"(line 3 is damaged and was skipped: /pairs: found "one", expected a whole number)", 1);
    skips(edited(intact, R"("outcome":"measured")", R"("outcome":"fine")"),
          R"(line 2 is damaged and was skipped: outcome "fine" is not known)", 0);
    skips(edited(intact, R"("bytes":100)", R"("bytes":-1)"),
          "line 2 is damaged and was skipped: /bytes: found -1, expected", 0);
    skips(intact.substr(0, intact.size() - 9), "line 5 is damaged and was skipped: found something that is no JSON", 3);
    skips(intact + std::string(500, '\0'), "line 6 is damaged and was skipped: found something that is no JSON");
    skips(intact + "42\n", "line 6 is damaged and was skipped: the whole: found 42, expected an object");
    skips(intact + R"({"record":"halenet-tuning","version":2})" + "\n",
          "line 6 is damaged and was skipped: /version: found 2, expected 1");
    skips(edited(intact, "AMD EPYC", "AME EPYC"), "line 1 is damaged and was skipped: /key: found");
}

TEST_CASE("fields that a later version may add are ignored", "[record]") {
    const TemporaryFolder folder;
    write_record(folder / "record", 2);
    const std::string text = edited(content_of(folder / "record"), R"("pairs":)", R"("noise":{"of":[1]},"pairs":)");
    const Opened opened(folder.file("later", text));
    CHECK(opened.notes.empty());
    CHECK(plans_of(opened.record) == plans_of_first(2));
}

TEST_CASE("trials of another key are named, not applied and kept for theirs", "[record]") {
    const TemporaryFolder folder;
    const fs::path path = folder / "record";
    write_record(path, 3);
    RecordKey other = key;
    std::string note;
    SECTION("another target") {
        other.target = "arm-64-linux";
        note = R"(3 trials are not used, because they are of another target ("x86-64-linux-avx2", not "arm-64-linux"))";
    }
    SECTION("another processor") {
        other.cpu = "Cortex";
        note = R"(3 trials are not used, because they are of another cpu ("AMD EPYC 9R14", not "Cortex"))";
    }
    SECTION("another Halide") {
        other.halide = "22.0.0";
        note = R"(3 trials are not used, because they are of another halide ("21.0.0", not "22.0.0"))";
    }
    SECTION("another start and processor") {
        other.cpu = "Cortex";
        other.start = "portable";
        note = R"(another cpu ("AMD EPYC 9R14", not "Cortex") and another start ("shipped", not "portable"))";
    }
    SECTION("another source of the kernel") {
        other.kernels["c1_forward"] = "12";
        note = "3 trials of c1_forward are not used, because they are of another source or shape of it";
    }
    for (int times = 0; times < 2; ++times) {
        Opened opened(path, other);
        CHECK(opened.record.find(trial_of(0).question) == (times == 0 ? nullptr : &opened.record.trials().front()));
        REQUIRE(opened.notes.size() == 1);
        CHECK_THAT(opened.notes.front(), StartsWith(path.string() + ": ") && EndsWith(note));
        CHECK(plans_of(opened.record) == plans_of_first(times));
        opened.record.add(trial_of(times));
    }
    const Opened opened(path);
    CHECK(plans_of(opened.record) == plans_of_first(3));
    REQUIRE(opened.notes.size() == 1);
    CHECK_THAT(opened.notes.front(), ContainsSubstring("2 trials"));
}

TEST_CASE("a trial of a kernel that nobody asks for is neither applied nor named", "[record]") {
    const TemporaryFolder folder;
    write_record(folder / "record", 3);
    RecordKey other = key;
    other.kernels.erase("c1_forward");
    Opened opened(folder / "record", other);
    CHECK(opened.notes.empty());
    CHECK(opened.record.trials().empty());
    CHECK_THROWS_AS(opened.record.add(trial_of(0)), std::out_of_range);
}

TEST_CASE("no damage gives a trial to another key", "[record]") {
    const TemporaryFolder folder;
    RecordKey other = key;
    other.cpu = "Cortex";
    write_record(folder / "record", 3);
    write_record(folder / "record", 1, other);
    const std::string text = content_of(folder / "record");
    SECTION("the line of the other key is damaged") {
        const Opened opened(folder.file("damaged", edited(text, R"("cpu":"Cortex")", R"("cpu":"Cor)")));
        CHECK(plans_of(opened.record) == plans_of_first(3));
        REQUIRE(opened.notes.size() == 2);
        CHECK_THAT(opened.notes[0], ContainsSubstring("line 5 is damaged"));
        CHECK_THAT(opened.notes[1], EndsWith("1 trial is not used, because it is of a key whose own line is damaged"));
    }
    SECTION("the line of the key itself is damaged") {
        const Opened opened(folder.file("damaged", edited(text, R"("cpu":"AMD EPYC 9R14")", R"("cpu":"AMD)")));
        CHECK(plans_of(opened.record) == plans_of_first(3));
        REQUIRE(opened.notes.size() == 2);
        CHECK_THAT(opened.notes[0], ContainsSubstring("line 1 is damaged"));
    }
}

TEST_CASE("trials that were forgotten do not come back, those of other keys and kernels do", "[record]") {
    const TemporaryFolder folder;
    const fs::path path = folder / "record";
    RecordKey other = key, fewer = key;
    other.cpu = "Cortex";
    fewer.kernels.erase("c3_forward");
    Trial of_other_kernel = trial_of(1);
    of_other_kernel.question.kernel = "c3_forward";
    write_record(path, 3);
    Opened(path).record.add(of_other_kernel);
    write_record(path, 2, other);
    {
        Opened opened(path, fewer);
        opened.record.forget();
        CHECK(opened.record.find(trial_of(0).question) == nullptr);
        CHECK(opened.record.trials().empty());
        opened.record.add(trial_of(0));
    }
    CHECK(Opened(path).record.trials() == std::vector{of_other_kernel, trial_of(0)});
    CHECK(plans_of(Opened(path, other).record) == plans_of_first(2));
}
