#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/child.h"
#include "tests/cli/idx_folder.h"
#include "tests/runtime/idx_files.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

Outcome train(const TemporaryFolder &folder, const Words &options) {
    Words words{"train", "--data", "data", "--epochs", "1", "--batch", "32", "--validation", "0"};
    words.insert(words.end(), options.begin(), options.end());
    return run(words, folder.path());
}

} // namespace

TEST_CASE("a training that begins with the first images tells and records them, and its bits are always the same") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const auto weights = [&](const std::string &first_images, const std::string &threads) {
        const Outcome outcome = train(folder, {"--first-images", first_images, "--threads", threads, "--json", "r"});
        REQUIRE(outcome.status == 0);
        CHECK((outcome.out.find(", the first " + first_images + " images first, ") != std::string::npos) ==
              (first_images != "0"));
        CHECK(json::parse(content_of(folder.path() / "r")).at("options").at("first_images") == std::stoi(first_images));
        const std::string content = content_of(folder.path() / "lenet5.safetensors");
        CHECK_THAT(content, ContainsSubstring(" --first-images " + first_images + " "));
        return content.substr(content.find("}}") + 2); // without the header, which tells the options
    };
    const std::string first = weights("64", "1");
    CHECK(weights("64", "1") == first);
    CHECK(weights("64", "3") == first);
    CHECK(weights("0", "1") != first);
}

TEST_CASE("damaged training images give their sentence and no weights, whether training begins before or not") {
    const std::string first_images = GENERATE("0", "32", "300");
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const std::string name = "data/train-images-idx3-ubyte";
    std::string content = gzip(content_of(folder.path() / name));
    const bool truncated = GENERATE(false, true);
    if (truncated)
        content.resize(content.size() - 20);
    else
        content[content.size() - 8] = static_cast<char>(content[content.size() - 8] ^ 1); // of the checksum
    folder.write(name, content);
    const Outcome outcome = train(folder, {"--first-images", first_images});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, StartsWith("halenet: error: " + name + ": its gzip content is " +
                                       (truncated ? "truncated" : "damaged")));
    CHECK(std::ranges::count(outcome.err, '\n') == 1);
    CHECK(names_in(folder.path()) == Words{"data"});
}

TEST_CASE("a damaged test set ends a training before it begins") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    folder.write("data/t10k-images-idx3-ubyte", idx_images(99));
    const Outcome outcome = train(folder, {"--first-images", "32"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("t10k-images holds 99 images but t10k-labels holds 100 labels"));
    CHECK(outcome.out.empty());
    CHECK(names_in(folder.path()) == Words{"data"});
}

TEST_CASE("the fastest recipe trains on all images, the first ones first") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    REQUIRE(run({"train", "--recipe", "fastest-99", "--data", "data", "--json", "r"}, folder.path()).status == 0);
    const json report = json::parse(content_of(folder.path() / "r"));
    CHECK(report.at("options").at("validation") == 0);
    CHECK(report.at("options").at("first_images").get<int>() > 0);
    CHECK(report.at("train").at("images") == 300);
}
