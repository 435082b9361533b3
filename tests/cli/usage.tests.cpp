#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/cli/child.h"
#include "tests/cli/idx_folder.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

struct BadInput {
    std::vector<std::string> arguments;
    int status;
    std::string sentence; ///< after "halenet: error: "; its beginning
};

// Runs in a folder that holds nothing but the data, and must leave it so.
const std::vector<BadInput> bad_inputs{
    {{}, 2, "found no command, expected one that halenet --help lists"},
    {{"frobnicate"}, 2, "found \"frobnicate\", expected a command or an option"},
    {{"train", "--bogus", "3"}, 2, "found \"--bogus\", expected a command or an option"},
    {{"train", "eval"}, 2, "found \"eval\", expected a command or an option"},
    {{"train", "--epochs"}, 2, "--epochs: found none or several values, expected one"},
    {{"train", "--epochs", "1", "--epochs", "2"}, 2, "--epochs: found none or several values, expected one"},
    {{"train", "--epochs", "0"}, 2, "--epochs: found \"0\", expected a whole number of epochs from 1 to"},
    {{"train", "--epochs", "many"}, 2, "--epochs: found \"many\", expected a whole number of epochs from 1 to"},
    {{"train", "--batch", "0"}, 2, "--batch: found \"0\", expected a whole number of images from 1 to 65536"},
    {{"train", "--batch", "65537"}, 2, "--batch: found \"65537\", expected a whole number of images from 1 to 65536"},
    {{"train", "--learning-rate", "-1"}, 2, "--learning-rate: found \"-1\", expected a number above 0"},
    {{"train", "--learning-rate", "0"}, 2, "--learning-rate: found \"0\", expected a number above 0"},
    {{"train", "--learning-rate", "nan"}, 2, "--learning-rate: found \"nan\", expected a number above 0"},
    {{"train", "--learning-rate", "inf"}, 2, "--learning-rate: found \"inf\", expected a number above 0"},
    {{"train", "--lr-schedule", "cosine"}, 2, "--lr-schedule: found \"cosine\", expected constant or one-cycle"},
    {{"train", "--label-smoothing", "1"}, 2, "--label-smoothing: found \"1\", expected a number from 0 to below 1"},
    {{"train", "--seed", "-1"}, 2, "--seed: found \"-1\", expected a whole number from 0 to"},
    {{"train", "--threads", "0"}, 2, "--threads: found \"0\", expected a whole number of threads from 1 to 1024"},
    {{"train", "--threads", "10000"}, 2, "--threads: found \"10000\", expected a whole number of threads from 1"},
    {{"train", "--recipe", "secret"}, 2, "--recipe: found \"secret\", expected default or augmented or tutorial or fa"},
    {{"train", "--validation", "-5"}, 2, "--validation: found \"-5\", expected a whole number of images from 0"},
    {{"train", "--first-images", "x"}, 2, "--first-images: found \"x\", expected a whole number of images from 0"},
    {{"train", "--augment", "2,"}, 2, "--augment: found \"2,\", expected PIXELS or PIXELS,DEGREES, numbers from 0"},
    {{"train", "--augment", "17"}, 2, "--augment: found \"17\", expected PIXELS or PIXELS,DEGREES, numbers from 0"},
    {{"train", "--augment", "2,50"}, 2, "--augment: found \"2,50\", expected PIXELS or PIXELS,DEGREES"},
    {{"train", "--augment", "1,2,3"}, 2, "--augment: found \"1,2,3\", expected PIXELS or PIXELS,DEGREES"},
    {{"train", "--augment", "nan"}, 2, "--augment: found \"nan\", expected PIXELS or PIXELS,DEGREES"},
    {{"train", "--optimizer", "lion"}, 2, "--optimizer: found \"lion\", expected adam or sgd"},
    {{"train", "--optimizer", "sgd", "--momentum", "1"}, 2, "--momentum: found \"1\", expected a number from 0 to"},
    {{"train", "--momentum", "0.5"}, 2, "--momentum: found 0.5 with the optimizer adam, expected it with --optimizer"},
    {{"train", "--beta2", "1"}, 2, "--beta2: found \"1\", expected a number from 0 to"},
    {{"train", "--optimizer", "sgd", "--beta2", "0.9"},
     2,
     "--beta2: found 0.9 with the optimizer sgd, expected it with"},
    {{"train", "--weight-decay", "-1"}, 2, "--weight-decay: found \"-1\", expected a number from 0 to 100"},
    {{"train", "--weight-decay", "10", "--learning-rate", "0.5"}, 2, "--weight-decay: found 10, which times the learn"},
    {{"train", "--early-stopping", "x"}, 2, "--early-stopping: found \"x\", expected a whole number of epochs from 0"},
    {{"train", "--early-stopping", "3", "--validation", "0"}, 2, "--early-stopping: found 3 with --validation 0, exp"},
    {{"train", "--data", "data", "--validation", "300"}, 1, "validation is 300 images, but the training set has 300"},
    {{"train", "--data", "nowhere"}, 1, "--data: nowhere is no folder"},
    {{"train", "--data", "wide", "--validation", "0"}, 1, "wide/train-images-idx3-ubyte"},
    {{"train", "--out", "nowhere/weights"}, 1, "nowhere/weights: cannot be written"},
    {{"train", "--out", "data"}, 1, "data: "},
    {{"train", "--json", "nowhere/report"}, 1, "nowhere/report: cannot be written"},
    {{"train", "--json", "same", "--out", "same"}, 2, "--json: found \"same\", which is --out's file too"},
    {{"train", "--json", "lenet5.safetensors"}, 2, "--json: found \"lenet5.safetensors\", which is --out's file too"},
    {{"eval"}, 2, "--weights is required"},
    {{"eval", "--weights", "nowhere"}, 1, "nowhere: cannot be opened"},
    {{"eval", "--weights", "data"}, 1, "data: is a folder"},
    {{"eval", "--weights", "data/t10k-labels-idx1-ubyte"}, 1, "data/t10k-labels-idx1-ubyte: "},
    {{"eval", "--weights", "nowhere", "--threads", "x"}, 2, "--threads: found \"x\", expected a whole number"},
};

std::string output_of(const std::string &command) {
    std::FILE *pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    for (int character; (character = std::fgetc(pipe)) != EOF;)
        text += static_cast<char>(character);
    REQUIRE(::pclose(pipe) == 0);
    return text;
}

} // namespace

TEST_CASE("bad input gives one sentence and a status, and writes nothing") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    write_idx_folder(folder.path() / "wide", {.train = 20, .test = 10, .size = 32});
    const std::vector<std::string> before = names_in(folder.path());
    for (const BadInput &bad : bad_inputs) {
        std::string line;
        for (const std::string &argument : bad.arguments)
            line += argument + ' ';
        CAPTURE(line);
        const Outcome outcome = run(bad.arguments, folder.path());
        CHECK(outcome.status == bad.status);
        CHECK_THAT(outcome.err, StartsWith("halenet: error: " + bad.sentence));
        CHECK(std::ranges::count(outcome.err, '\n') == 1);
        CHECK(outcome.err.back() == '\n');
        CHECK(outcome.out.empty());
        CHECK(names_in(folder.path()) == before);
    }
}

TEST_CASE("help tells every option, with its default") {
    const TemporaryFolder folder;
    const Outcome train = run({"train", "--help"}, folder.path());
    CHECK(train.status == 0);
    for (const char *option : {"--data",
                               "--recipe",
                               "--epochs",
                               "--batch",
                               "--learning-rate",
                               "--lr-schedule",
                               "--label-smoothing",
                               "--augment",
                               "--optimizer",
                               "--momentum",
                               "--beta2",
                               "--weight-decay",
                               "--early-stopping",
                               "--validation",
                               "--first-images",
                               "--seed",
                               "--threads",
                               "--out",
                               "--json",
                               "--report"})
        CHECK_THAT(train.out, ContainsSubstring(std::string("\n  ") + option + " "));
    // One default for each option.
    const std::string mark = "(default: ";
    int defaults = 0;
    for (std::size_t at = train.out.find(mark); at != std::string::npos; at = train.out.find(mark, at + 1))
        ++defaults;
    CHECK(defaults == 21);
    for (const std::vector<std::string> &arguments : {std::vector<std::string>{"--help"}, {"-h"}, {"eval", "--help"}}) {
        const Outcome outcome = run(arguments, folder.path());
        CHECK(outcome.status == 0);
        CHECK(outcome.err.empty());
        CHECK_THAT(outcome.out, ContainsSubstring("Usage: halenet"));
    }
}

TEST_CASE("the program tells its version") {
    const TemporaryFolder folder;
    CHECK(run({"--version"}, folder.path()).out == "halenet " HALENET_VERSION "\n");
}

TEST_CASE("the program links nothing of Halide or LLVM") {
    const std::string libraries = output_of("ldd " HALENET_PROGRAM);
    CHECK_THAT(libraries, ContainsSubstring("libc.so")); // ldd could read it
    const std::string symbols = output_of("nm -C " HALENET_PROGRAM);
    CHECK_THAT(symbols, ContainsSubstring("halenet::cli::run_program")); // it has not been stripped
    for (const char *name : {"Halide", "LLVM", "clang"})
        CHECK_THAT(libraries, !ContainsSubstring(name));
    for (const char *name : {"Halide::", "llvm::", "clang::", " halide_"})
        CHECK_THAT(symbols, !ContainsSubstring(name));
}
