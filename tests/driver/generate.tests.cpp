/// The driver as its users run it.
#include "runtime/files/files.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/wait.h>
#include <vector>

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

TEST_CASE("generation is repeatable, and a second one finds everything in the cache", "[driver]") {
    const TemporaryFolder folder;
    const fs::path first = folder / "first", second = folder / "second";
    const std::string model = "--model " + tiny + " --name tiny", cache = " --cache " + (folder / "cache").string();
    const Outcome made = generate(model + " --out " + first.string() + cache);
    INFO(made.output);
    REQUIRE(made.status == 0);
    REQUIRE(generate(model + " --out " + second.string()).status == 0); // without a cache
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(first)) {
        if (entry.is_regular_file()) {
            CAPTURE(entry.path());
            CHECK(read_file(entry.path()) == read_file(second / entry.path().lexically_relative(first)));
        }
    }
    const auto written = fs::last_write_time(first / "lib/libtiny.a");
    CHECK_THAT(generate(model + " --out " + first.string() + cache).output, ContainsSubstring("\n0 of "));
    CHECK(fs::last_write_time(first / "lib/libtiny.a") == written);
}

TEST_CASE("what nobody asked a cache for in two weeks goes", "[driver]") {
    const TemporaryFolder folder;
    const fs::path cache = folder / "cache";
    const std::string arguments =
        "--model " + tiny + " --name tiny --out " + (folder / "out").string() + " --cache " + cache.string();
    REQUIRE(generate(arguments).status == 0);
    std::ofstream(cache / "old-0123.made") << "old";
    std::ofstream(cache / "new-0123.made") << "new";
    std::ofstream(cache / "somebody's") << "else's";
    const auto long_ago = fs::file_time_type::clock::now() - std::chrono::days(15);
    for (const auto &entry : fs::directory_iterator(cache)) {
        if (entry.path().filename() != "new-0123.made") {
            fs::last_write_time(entry.path(), long_ago);
        }
    }
    CHECK_THAT(generate(arguments).output, ContainsSubstring("\n0 of ")); // using a file keeps it
    CHECK_THAT(generate(arguments).output, ContainsSubstring("\n0 of "));
    CHECK_FALSE(fs::exists(cache / "old-0123.made"));
    CHECK(fs::exists(cache / "new-0123.made"));
    CHECK(fs::exists(cache / "somebody's"));
}

TEST_CASE("a bundle replaces what an earlier one wrote, and nothing else", "[driver]") {
    const TemporaryFolder folder;
    const fs::path out = folder / "out";
    const std::string to = " --out " + out.string() + " --cache " + (folder / "cache").string();
    REQUIRE(generate("--model " + tiny + " --name tiny --shared" + to).status == 0);
    CHECK(fs::exists(out / "lib/libtiny.so"));
    std::ofstream(out / "mine.txt") << "mine";
    REQUIRE(generate("--model " + tiny + " --name other" + to).status == 0);
    CHECK(fs::exists(out / "include/other.h"));
    CHECK_FALSE(fs::exists(out / "include/tiny.h"));
    CHECK_FALSE(fs::exists(out / "lib/libtiny.so"));
    CHECK_FALSE(fs::exists(out / "lib/cmake/tiny"));
    CHECK(read_file(out / "mine.txt") == "mine");

    std::ofstream(out / "include/third.h") << "mine";
    const Outcome refused = generate("--model " + tiny + " --name third" + to);
    CHECK(refused.status == 1);
    CHECK_THAT(refused.output, ContainsSubstring("include/third.h: is there already"));
    CHECK(read_file(out / "include/third.h") == "mine");
    CHECK(fs::exists(out / "include/other.h"));
    CHECK_FALSE(fs::exists(out / "lib/libthird.a"));
}

TEST_CASE("several targets make one library, the best one first", "[driver]") {
    const TemporaryFolder folder;
    const std::string out = (folder / "out").string();
    const Outcome made =
        generate("--model " + tiny + " --name tiny --target x86-64-v1,x86-64-v3,x86-64-v2 --out " + out);
    INFO(made.output);
    REQUIRE(made.status == 0);
    const auto manifest = nlohmann::json::parse(read_file(fs::path(out) / "manifest.json"));
    std::vector<std::string> names;
    for (const auto &target : manifest.at("targets")) {
        names.push_back(target.at("name"));
    }
    CHECK(names == std::vector<std::string>{"x86-64-v3", "x86-64-v2", "x86-64-v1"});
}

TEST_CASE("the user's mistakes are told in one sentence and write nothing", "[driver]") {
    const TemporaryFolder folder;
    const fs::path out = folder / "out", bad = folder / "bad.json", full = folder / "full";
    const std::string to = " --name tiny --out " + out.string();
    std::ofstream(bad) << "{\"format\": \"something else\"}";
    fs::create_directories(full / "empty");
    std::ofstream(full / "thesis.txt") << "years of work";
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
    check("--model " + tiny + to + " --target pdp-11", 1, "target \"pdp-11\" is not known");
    check("--model " + tiny + to + " --target x86-64-v5", 1, "x86-64-v1 or x86-64-v2 or x86-64-v3");
    check("--model " + tiny + to + " --target x86-64-v3,x86-64-v3", 1, "named twice");
    check("--model " + tiny + to + " --target x86-64-v3,arm-64", 1, "cannot share a library");
    check("--model " + tiny + to + " --target wasm,wasm-simd", 1, "WebAssembly targets cannot share");
    check("--model " + tiny + to + " --target hexagon-32-qurt", 1, "the C core cannot be compiled");
    check("--model " + tiny + to + " --weights nowhere.safetensors", 1, "nowhere.safetensors: ");
    check("--model " + tiny + " --name tiny --out " + bad.string(), 1, "bad.json: is a file");
    check("--model " + tiny + " --name tiny --out " + full.string(), 1, "full: holds thesis.txt and no bundle");
    check("--model " + tiny + " --name 2fast --out " + out.string(), 2, "--name");
    check("--model " + tiny + to + " --jobs 0", 2, "--jobs");
    check("--model " + tiny + to + " --for fun", 2, "--for");
    check("--model " + tiny + to + " --emit poetry", 2, "--emit");
    check(to, 2, "--model");
    check("--model " + tiny + to + " --colour", 2, "--colour");
    CHECK(read_file(full / "thesis.txt") == "years of work");
}
