#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <lenet5.h>
#include <nlohmann/json.hpp>

#include <halenet/weights.h>

#include "tests/cli/child.h"
#include "tests/cli/fake_driver.h"
#include "tests/cli/small_model.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace fs = std::filesystem;

namespace {

void write_lenet5_weights(const fs::path &file) {
    halenet::save_weights(file, *lenet5_api.model, std::vector<float>(lenet5_api.model->parameters));
}

} // namespace

TEST_CASE("generate writes the bundle of a header, named after it, and again in no time") {
    const TemporaryFolder folder;
    folder.write("net.h", small_model());
    const std::vector<std::string> command{"generate", "--model", "net.h"};
    const Outcome outcome = run(command, folder.path());
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK_THAT(outcome.out, StartsWith("net/lib/libnet.a: trains and classifies for "));
    CHECK(names_in(folder / "net/lib") == std::vector<std::string>{"cmake", "libnet.a", "pkgconfig"});
    CHECK(names_in(folder / "net/include") == std::vector<std::string>{"halenet", "net.h", "net.hpp"});
    CHECK(folder.names() == std::vector<std::string>{".cache", "net", "net.h"});
    const Outcome again = run(command, folder.path());
    CHECK(again.status == 0);
    CHECK_THAT(again.out, ContainsSubstring("\n0 of "));
}

TEST_CASE("generate takes a name and a target") {
    const TemporaryFolder folder;
    folder.write("My Net.h", small_model());
    const Outcome refused = run({"generate", "--model", "./My Net.h", "--out", "out"}, folder.path());
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, StartsWith("halenet: error: ./My Net.h: the library cannot have the header's name (found "
                                       "\"My Net\", ") &&
                                EndsWith("; give one with --name\n"));
    const Outcome outcome =
        run({"generate", "--model", "./My Net.h", "--out", "out", "--name", "net_2", "--target", "x86-64-v2"},
            folder.path());
    CHECK(outcome.status == 0);
    const nlohmann::json manifest = nlohmann::json::parse(content_of(folder / "out/manifest.json"));
    CHECK(manifest["library"] == "net_2");
    CHECK(manifest["targets"][0]["name"] == "x86-64-v2");
}

TEST_CASE("generate hands its options on to the driver") {
    const FakeDriver driver("");
    const fs::path &folder = driver.folder().path();
    write_lenet5_weights(folder / "some.safetensors");
    fs::create_directory(folder / "plans");
    const Outcome outcome = driver.run({"generate", "--target", "x86-64-v3,x86-64-v2", "--out", "o", "--name", "net",
                                        "--weights", "embed=some.safetensors", "--for", "classify", "--strict",
                                        "--emit", "assembly,stmt", "--symbols", "--timing", "--plans", "plans"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(driver.calls(),
               StartsWith("--model ") &&
                   EndsWith("/model.json --name net --target x86-64-v3,x86-64-v2 --out o --for classify "
                            "--cache " +
                            folder.string() +
                            "/.cache/halenet/objects --plans plans --strict --weights some.safetensors --weights-as "
                            "embed --emit assembly,stmt --symbols --timing\n"));
}

TEST_CASE("generate has the model's name, this machine and training as defaults, and takes a training's weights") {
    const FakeDriver driver("");
    REQUIRE(driver.run({"generate"}).status == 0);
    CHECK_THAT(driver.calls(), ContainsSubstring("--name lenet5 --target host --out lenet5 --for train --cache ") &&
                                   !ContainsSubstring("--weights"));

    const Outcome none = driver.run({"generate", "--weights", "file"});
    CHECK(none.status == 1);
    CHECK_THAT(none.err, StartsWith("halenet: error: --weights: there is no lenet5.safetensors here"));
    write_lenet5_weights(driver.folder() / "lenet5.safetensors");
    REQUIRE(driver.run({"generate", "--weights", "file"}).status == 0);
    CHECK_THAT(driver.calls(), EndsWith("--weights lenet5.safetensors --weights-as file\n"));
}

TEST_CASE("generate ends as the driver does") {
    CHECK(FakeDriver("exit 1").run({"generate"}).status == 1);
    const Outcome broken = FakeDriver("kill -SEGV $$").run({"generate"});
    CHECK(broken.status == 1);
    CHECK_THAT(broken.err, StartsWith("halenet: error: halenet-generate was ended by signal 11"));
}

TEST_CASE("generate refuses weights of another model before anything is generated") {
    const FakeDriver driver("");
    write_lenet5_weights(driver.folder() / "lenet5.safetensors");
    driver.folder().write("net.h", small_model());
    for (const char *model : {"lenet5_1998", "net.h"}) {
        const Outcome outcome = driver.run({"generate", "--model", model, "--weights", "file=lenet5.safetensors"});
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, StartsWith("halenet: error: lenet5.safetensors: holds weights of LeNet5, with "));
    }
    CHECK(driver.calls().empty());
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
    fs::create_directory(folder / "mine");
    folder.write("mine/notes.txt", "mine");
    struct Case {
        std::vector<std::string> arguments;
        int status;
        std::string sentence;
    };
    for (const Case &bad :
         {Case{{"--model", "lenet6"}, 2, "halenet: error: --model: found \"lenet6\", expected lenet5 or "},
          Case{{"--model", "nowhere.h"}, 1, "halenet: error: nowhere.h: cannot be opened"},
          Case{{"--model", "."}, 1, "halenet: error: .: is a folder"},
          Case{{"--name", "Net"}, 2, "halenet: error: --name: found \"Net\", expected at most 64 lower-case"},
          Case{{"--name", "int"}, 2, "halenet: error: --name: found \"int\", which is a keyword"},
          Case{{"--out", "file"}, 1, "halenet: error: --out: file is a file"},
          Case{{"--out", "mine"}, 1, "halenet-generate: error: mine: holds notes.txt"},
          Case{{"--weights", "some"}, 2, "halenet: error: --weights: found \"some\", expected none, file, file=FILE"},
          Case{{"--weights", "none=x"}, 2, "halenet: error: --weights: found \"none=x\""},
          Case{{"--weights", "file=nowhere"}, 1, "halenet: error: nowhere: cannot be opened"},
          Case{{"--weights", "file=file"}, 1, "halenet: error: file: holds 0 bytes, a safetensors file"},
          Case{{"--for", "both"}, 2, "halenet: error: --for: found \"both\", expected train or classify"},
          Case{{"--emit", "stmt,c"}, 2, "halenet: error: --emit: found \"c\", expected assembly or stmt"},
          Case{{"--target", ""}, 2, "halenet: error: --target: found \"\", expected "},
          Case{{"--target", "pdp-11"}, 1, "halenet-generate: error: target \"pdp-11\" is not known"},
          Case{{"--target", "x86-64-v22"}, 1, "halenet-generate: error: target \"x86-64-v22\" is not known; x86-64-v2"},
          Case{{"--target", "x86-64-v3,arm-64"}, 1, "halenet-generate: error: targets x86-64-v3 and arm-64 cannot"}}) {
        std::vector<std::string> arguments{"generate", "--model", "net.h", "--out", "out"};
        for (std::size_t k = 0; k < bad.arguments.size(); k += 2) { // in place of the good ones
            const auto option = std::ranges::find(arguments, bad.arguments[k]);
            if (option != arguments.end())
                option[1] = bad.arguments[k + 1];
            else
                arguments.insert(arguments.end(), {bad.arguments[k], bad.arguments[k + 1]});
        }
        const Outcome outcome = run(arguments, folder.path());
        CAPTURE(bad.sentence);
        CHECK(outcome.status == bad.status);
        CHECK_THAT(outcome.err, StartsWith(bad.sentence));
        CHECK(std::ranges::count(outcome.err, '\n') == 1);
        CHECK(outcome.out.empty());
        CHECK_FALSE(fs::exists(folder / "out"));
        CHECK(names_in(folder / "mine") == std::vector<std::string>{"notes.txt"});
    }
}
