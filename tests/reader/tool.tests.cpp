#include "tests/reader/tool.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace halenet::testing;

namespace {

const std::string lenet5_header = (source_folder() / "generator/model/lenet5.h").string();

bool holds(const std::string &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("The committed descriptions are what the reader makes of the model headers") {
    const std::pair<const char *, const char *> models[] = {
        {"generator/model/lenet5.h", "generated/lenet5/model.json"},
        {"generator/model/lenet5_1998.h", "generated/lenet5_1998/model.json"},
        {"tests/models/tiny.h", "tests/models/tiny.json"},
        {"tests/models/mlp.h", "tests/models/mlp.json"},
        {"tests/models/mixed.h", "tests/models/mixed.json"}};
    for (const auto &[header, description] : models) {
        const TemporaryFolder folder;
        const std::string output = (folder.path() / "model.json").string();
        const Outcome outcome = run_reader({(source_folder() / header).string(), "--out", output});
        CHECK_FALSE(holds(outcome.output, "error"));
        CHECK(holds(outcome.output, "drops the last row and the last column of 13x11") == holds(header, "tiny.h"));
        REQUIRE(outcome.status == 0);
        CHECK(contents_of(output) == contents_of(source_folder() / description));
        CHECK(folder.names() == std::vector<std::string>{"model.json"});
    }
}

TEST_CASE("The reader needs nothing of its surroundings: no environment, no flags, any working folder") {
    const TemporaryFolder folder;
    const std::string output = (folder.path() / "model.json").string();
    folder.write("net.h", contents_of(lenet5_header));
    const Outcome outcome =
        run({"env", "-i", "--chdir", folder.path().string(), HALENET_READER, "net.h", "--out", "model.json"});
    CHECK(outcome.output.empty());
    CHECK(outcome.status == 0);
    CHECK(contents_of(output) == contents_of(source_folder() / "generated/lenet5/model.json"));
}

TEST_CASE("The option --model chooses among several, by its name or its full one") {
    const std::string header = (source_folder() / "tests/reader/cases/two_models.h").string();
    for (const char *name : {"Wide", "halenet::models::Wide"}) {
        const TemporaryFolder folder;
        const std::string output = (folder.path() / "model.json").string();
        REQUIRE(run_reader({header, "--model", name, "--out", output}).status == 0);
        CHECK(holds(contents_of(output), "\"model\": \"Wide\""));
    }
}

TEST_CASE("A mistake on the command line is status 2 and one sentence") {
    CHECK(run_reader({}).status == 2);
    CHECK(run_reader({lenet5_header}).status == 2);
    CHECK(run_reader({"--out", "x"}).status == 2);
    CHECK(run_reader({lenet5_header, "--out", "/nowhere/x", "--speed"}).status == 2);
    for (const char *limit : {"0", "-1", "much", ""})
        CHECK(run_reader({lenet5_header, "--out", "/nowhere/x", "--memory-limit", limit}).status == 2);
    const TemporaryFolder folder;
    const std::string header = folder.file("net.h", contents_of(lenet5_header)).string();
    const Outcome outcome = run_reader({header, "--out", header});
    CHECK(outcome.status == 2);
    CHECK(outcome.output == "halenet-reader: --out " + header + ": found the model header, expected another file\n");
    CHECK(contents_of(header) == contents_of(lenet5_header));
    CHECK(run_reader({header, "--out", header + ".json", "--depfile", header}).status == 2);
    CHECK(run_reader({header, "--out", header + ".json", "--depfile", header + ".json"}).status == 2);
    CHECK(folder.names() == std::vector<std::string>{"net.h"});
}

TEST_CASE("A file of dependencies names every header that was read but the system's, as make reads it") {
    const TemporaryFolder folder;
    const std::filesystem::path inner = folder.path() / "with blank";
    std::filesystem::create_directory(inner);
    folder.write("with blank/parts#1.h", "#pragma once\n#include <cstddef>\n#include \"layers.h\"\n");
    folder.write("net.h", "#include \"with blank/parts#1.h\"\n" + contents_of(lenet5_header));
    const std::string header = (folder.path() / "net.h").string(), output = (inner / "$model.json").string();
    const Outcome outcome = run_reader({header, "--out", output, "--depfile", (folder.path() / "d").string()});
    CHECK(outcome.output.empty());
    REQUIRE(outcome.status == 0);
    CHECK(contents_of(folder.path() / "d") ==
          folder.path().string() + "/with\\ blank/$$model.json: \\\n  " + header + " \\\n  " + folder.path().string() +
              "/with\\ blank/parts\\#1.h \\\n  " + (source_folder() / "generator/model/layers.h").string() + "\n");
}

TEST_CASE("With an error there is no file of dependencies either") {
    const TemporaryFolder folder;
    const std::string header = folder.file("net.h", "#include \"layers.h\"\n#include \"missing.h\"\n").string();
    const std::string output = (folder.path() / "model.json").string();
    const Outcome outcome = run_reader({header, "--out", output, "--depfile", output + ".d"});
    CHECK(outcome.status == 1);
    CHECK(holds(outcome.output, header + ":2:10: fatal error: 'missing.h' file not found"));
    CHECK(folder.names() == std::vector<std::string>{"net.h"});
}

TEST_CASE("A model within the memory limit is read as without one") {
    const TemporaryFolder folder;
    const std::string output = (folder.path() / "model.json").string();
    REQUIRE(run_reader({lenet5_header, "--out", output, "--memory-limit", "3"}).status == 0);
    CHECK(contents_of(output) == contents_of(source_folder() / "generated/lenet5/model.json"));
    CHECK(run_reader({lenet5_header, "--out", output, "--memory-limit", "1"}).status == 1);
}

TEST_CASE("A file that cannot be read or written is status 1 and one sentence") {
    const TemporaryFolder folder;
    const std::string missing = (folder.path() / "missing.h").string();
    const std::string output = (folder.path() / "model.json").string();

    Outcome outcome = run_reader({missing, "--out", output});
    CHECK(outcome.status == 1);
    CHECK(outcome.output ==
          "halenet-reader: " + missing + ": cannot read the model header: No such file or directory\n");

    outcome = run_reader({folder.path().string(), "--out", output});
    CHECK(outcome.status == 1);
    CHECK(outcome.output ==
          "halenet-reader: " + folder.path().string() + ": found a folder, expected a model header\n");

    const std::string nowhere = (folder.path() / "none" / "model.json").string();
    outcome = run_reader({lenet5_header, "--out", nowhere});
    CHECK(outcome.status == 1);
    CHECK(outcome.output == "halenet-reader: " + nowhere +
                                ": cannot be written (No such file or directory), a file in a folder that exists and "
                                "can be written was expected\n");

    outcome = run_reader({lenet5_header, "--out", "/dev/null"});
    CHECK(outcome.status == 1);
    CHECK(outcome.output ==
          "halenet-reader: /dev/null: is a device or pipe, a regular file or a new name was expected\n");
    CHECK(std::filesystem::is_character_file("/dev/null"));
    CHECK(folder.names().empty());
}

TEST_CASE("The option --help teaches: every option, a whole model and the exit status") {
    const Outcome outcome = run_reader({"--help"});
    CHECK(outcome.status == 0);
    for (const char *part :
         {"MODEL_HEADER", "--model", "--out", "--depfile", "--memory-limit", "struct Net : Model", "Exit status"})
        CHECK(holds(outcome.output, part));
}

TEST_CASE("The model that --help shows is one") {
    const std::string help = run_reader({"--help"}).output;
    const std::size_t begin = help.find("  #include");
    const std::size_t end = help.find("  halenet-reader net.h");
    REQUIRE(begin < end);
    const TemporaryFolder folder;
    const std::string header = folder.file("net.h", help.substr(begin, end - begin)).string();
    const Outcome outcome = run_reader({header, "--out", (folder.path() / "model.json").string()});
    CHECK(outcome.output.empty());
    CHECK(outcome.status == 0);
}
