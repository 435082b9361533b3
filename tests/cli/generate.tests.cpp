#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/child.h"
#include "tests/cli/small_model.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

TEST_CASE("generate writes the library of a header and of a shipped model, and nothing else") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model());
    const Outcome outcome = run({"generate", "--model", "net.h", "--out", "out"}, folder.path());
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK_THAT(outcome.out, StartsWith("out/libnet.a: "));
    CHECK(names_in(folder / "out") == std::vector<std::string>{"halenet", "libnet.a", "net.h", "net.manifest.json"});
    CHECK(names_in(folder / "out/halenet") == std::vector<std::string>{"core.h"});
    CHECK(folder.names() == std::vector<std::string>{"net.h", "out"});
}

TEST_CASE("generate takes a name and a target") {
    const TemporaryFolder folder;
    folder.write("My Net.h", small_model());
    const Outcome refused = run({"generate", "--model", "./My Net.h", "--out", "out"}, folder.path());
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, StartsWith("halenet: error: ./My Net.h: its name cannot be the library's"));
    const Outcome outcome =
        run({"generate", "--model", "./My Net.h", "--out", "out", "--name", "net_2", "--target", "x86-64-linux-sse41"},
            folder.path());
    CHECK(outcome.status == 0);
    const nlohmann::json manifest = nlohmann::json::parse(content_of(folder / "out/net_2.manifest.json"));
    CHECK(manifest["library"] == "net_2");
    CHECK(manifest["target"] == "x86-64-linux-sse41");
}

TEST_CASE("generate leaves everything as it was where the model has a mistake") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model("0"));
    const auto refuse = [&] {
        const Outcome outcome = run({"generate", "--model", "net.h", "--out", "out"}, folder.path());
        CHECK(outcome.status == 1);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, StartsWith(std::string("net.h") + place_of_units));
    };
    refuse();
    CHECK(folder.names() == std::vector<std::string>{"net.h"});
    fs::create_directory(folder / "out");
    folder.write("out/libnet.a", "of before");
    refuse();
    CHECK(content_of(folder / "out/libnet.a") == "of before");
    CHECK(names_in(folder / "out") == std::vector<std::string>{"libnet.a"});
}

TEST_CASE("generate says in a sentence what it cannot use") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model());
    folder.write("file", "");
    struct Case {
        std::vector<std::string> arguments;
        int status;
        std::string sentence;
    };
    for (const Case &bad :
         {Case{{}, 2, "--out is required"},
          Case{{"--model", "lenet6"}, 2, "--model: found \"lenet6\", expected lenet5 or "},
          Case{{"--model", "nowhere.h"}, 1, "nowhere.h: cannot be opened"}, Case{{"--model", "."}, 1, ".: is a folder"},
          Case{{"--model", "net.h", "--name", "Net"}, 2, "--name: found \"Net\", expected lower-case"},
          Case{{"--model", "net.h", "--out", "file"}, 1, "--out: file is a file"}}) {
        std::vector<std::string> arguments{"generate"};
        arguments.insert(arguments.end(), bad.arguments.begin(), bad.arguments.end());
        if (!bad.arguments.empty() && bad.sentence.find("--out") == std::string::npos)
            arguments.insert(arguments.end(), {"--out", "out"});
        const Outcome outcome = run(arguments, folder.path());
        CAPTURE(bad.sentence);
        CHECK(outcome.status == bad.status);
        CHECK_THAT(outcome.err, StartsWith("halenet: error: " + bad.sentence));
        CHECK(outcome.out.empty());
        CHECK(folder.names() == std::vector<std::string>{"file", "net.h"});
    }
    const Outcome target = run({"generate", "--model", "net.h", "--out", "out", "--target", "pdp-11"}, folder.path());
    CHECK(target.status == 1);
    CHECK_THAT(target.err, StartsWith("halenet-generate: error: ") && ContainsSubstring("pdp-11"));
    CHECK_FALSE(fs::exists(folder / "out"));
}
