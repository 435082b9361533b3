/// The driver as its users run it.
#include "runtime/files/files.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>

using Catch::Matchers::ContainsSubstring;
using halenet::read_file;

namespace {

namespace fs = std::filesystem;

const std::string tiny = HALENET_SOURCE_FOLDER "/tests/models/tiny.json";

struct Outcome {
    int status = -1;
    std::string output; ///< both streams
};

Outcome generate(const std::string &arguments) {
    FILE *pipe = popen((std::string("'" HALENET_GENERATE "' ") + arguments + " 2>&1 </dev/null").c_str(), "r");
    REQUIRE(pipe != nullptr);
    Outcome outcome;
    std::array<char, 4096> part{};
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) {
        outcome.output.append(part.data(), count);
    }
    outcome.status = WEXITSTATUS(pclose(pipe));
    return outcome;
}

bool nothing_in(const fs::path &folder) {
    return !fs::exists(folder) || fs::is_empty(folder);
}

} // namespace

TEST_CASE("generation is repeatable, cached, and prunes what it no longer needs", "[driver]") {
    const TemporaryFolder folder;
    const std::string first = (folder / "first").string(), second = (folder / "second").string();
    const Outcome made = generate("--model " + tiny + " --name tiny --out " + first);
    INFO(made.output);
    REQUIRE(made.status == 0);
    REQUIRE(generate("--model " + tiny + " --name tiny --out " + second).status == 0);
    for (const char *file : {"libtiny.a", "tiny.h", "tiny.manifest.json"}) {
        CAPTURE(file);
        CHECK(read_file(fs::path(first) / file) == read_file(fs::path(second) / file));
    }
    const auto written = fs::last_write_time(fs::path(first) / "libtiny.a");
    CHECK_THAT(generate("--model " + tiny + " --name tiny --out " + first).output, ContainsSubstring(", 0 of "));
    CHECK(fs::last_write_time(fs::path(first) / "libtiny.a") == written);

    // Another name is another set of symbols: everything is made anew and the old objects go.
    const auto count_objects = [&] {
        return std::distance(fs::directory_iterator(fs::path(first) / "cache"), fs::directory_iterator{});
    };
    const auto before = count_objects();
    REQUIRE(generate("--model " + tiny + " --name other --out " + first).status == 0);
    CHECK(count_objects() == before + 1); // the tables of both names stay
}

TEST_CASE("the user's mistakes are told in one sentence and write nothing", "[driver]") {
    const TemporaryFolder folder;
    const fs::path out = folder / "out", bad = folder / "bad.json";
    const std::string to = " --name tiny --out " + out.string();
    std::ofstream(bad) << "{\"format\": \"something else\"}";
    const auto check = [&](const std::string &arguments, int status, const std::string &part) {
        const Outcome outcome = generate(arguments);
        CAPTURE(arguments, outcome.output);
        CHECK(outcome.status == status);
        CHECK_THAT(outcome.output, ContainsSubstring(part));
        CHECK(nothing_in(out));
    };
    check("--model " + (folder / "none.json").string() + to, 1,
          "none.json: cannot be opened for reading (No such file");
    check("--model " + bad.string() + to, 1, "bad.json: ");
    check("--model " + tiny + to + " --target pdp-11", 1, "pdp-11");
    check("--model " + tiny + " --name tiny --out " + bad.string(), 1, "bad.json");
    check("--model " + tiny + " --name 2fast --out " + out.string(), 2, "--name");
    check("--model " + tiny + to + " --jobs 0", 2, "--jobs");
    check(to, 2, "--model");
    check("--model " + tiny + to + " --colour", 2, "--colour");
}
