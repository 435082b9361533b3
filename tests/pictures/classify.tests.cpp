// `halenet classify` as a person runs it.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <lenet5.h>
#include <nlohmann/json.hpp>

#include <halenet/classifier.h>
#include <halenet/synthetic.h>
#include <halenet/trainer.h>
#include <halenet/weights.h>

#include "runtime/cli/half_blocks.h"
#include "tests/cli/child.h"
#include "tests/pictures/encode.h"
#include "tests/pictures/scene.h"
#include "tests/runtime/error_of.h"

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using cli_tests::Outcome;
using cli_tests::run;
using nlohmann::json;

namespace {

constexpr std::size_t image_bytes = std::size_t{LENET5_HEIGHT} * LENET5_WIDTH;

const halenet::Dataset &digits() {
    static const halenet::Dataset data = halenet::synthetic_digits(2000, 3, 2);
    return data;
}

// A folder with weights and pictures of the first digits: 0.png, 1.jpg, 2.bmp, 3.pgm.
class Folder {
  public:
    Folder() {
        static const std::vector<float> parameters = [] {
            halenet::Network network(lenet5_api, {.threads = 2});
            halenet::Trainer(network, digits(), {.epochs = 2, .validation = 0}).run();
            return network.parameters();
        }();
        halenet::save_weights(folder_.path() / "weights", *lenet5_api.model, parameters);
        folder_.write("0.png", encode::png(picture(0)));
        folder_.write("1.jpg", encode::jpeg(picture(1)));
        folder_.write("2.bmp", encode::bmp(picture(2), 8));
        folder_.write("3.pgm", encode::netpbm(picture(3), false));
        folder_.write("blank.pgm", "P2 2 2 9 5 5 5 5");
        folder_.write("no_image", "hello");
    }

    static halenet::Picture picture(std::size_t i) {
        return picture_of(std::span(digits().images.data() + i * image_bytes, image_bytes), {.scale = 3, .ink = 30});
    }

    [[nodiscard]] const std::filesystem::path &path() const { return folder_.path(); }

    [[nodiscard]] Outcome classify(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"classify", "--weights", "weights"});
        return run(arguments, path());
    }

  private:
    TemporaryFolder folder_;
};

} // namespace

TEST_CASE("classify draws each digit with its probabilities and the answer") {
    const Folder folder;
    const Outcome outcome = folder.classify({"0.png", "1.jpg"});
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK_THAT(outcome.out, ContainsSubstring("0.png") && ContainsSubstring("1.jpg") && ContainsSubstring("Answer: ") &&
                                ContainsSubstring("next ") && ContainsSubstring("####"));
    CHECK_THAT(outcome.out, !ContainsSubstring("\x1b")); // a pipe gets no colours
}

TEST_CASE("classify agrees with the library, whatever the format") {
    const Folder folder;
    const Outcome outcome = folder.classify({"--json", "0.png", "1.jpg", "2.bmp", "3.pgm"});
    CHECK(outcome.status == 0);
    const json report = json::parse(outcome.out);
    CHECK(report["model"]["name"] == "LeNet5");
    REQUIRE(report["pictures"].size() == 4);
    halenet::Classifier classifier(lenet5_api, folder.path() / "weights");
    for (std::size_t i = 0; i < 4; ++i) {
        const json &found = report["pictures"][i];
        const halenet::Classification expected = classifier.classify(Folder::picture(i));
        CHECK(found["answer"] == expected.answer());
        CHECK(found["answer"] == digits().labels(i));
        CHECK(found["unsure"] == false);
        REQUIRE(found["top"].size() == 10);
        double sum = 0;
        for (const json &entry : found["top"])
            sum += entry["probability"].get<double>();
        CHECK(std::abs(sum - 1) < 1e-4);
        CHECK(found["top"][0]["class"] == found["answer"]);
        CHECK(found["top"][0]["probability"] == found["probability"]);
        CHECK(std::abs(found["probability"].get<float>() - expected.probability()) < 0.05F); // a JPEG is not exact
    }
}

TEST_CASE("less is said with --top and --reject") {
    const Folder folder;
    const json report = json::parse(folder.classify({"--json", "--top", "2", "--reject", "1", "0.png"}).out);
    CHECK(report["pictures"][0]["top"].size() == 2);
    CHECK(report["pictures"][0]["unsure"] == (report["pictures"][0]["probability"].get<float>() < 1));
    const Outcome plain = folder.classify({"--top", "3", "0.png"});
    CHECK(std::ranges::count(plain.out, '%') == 3 + 2); // three bars, the answer and the next
    CHECK(plain.status == 0);
}

TEST_CASE("one bad picture does not spoil the others") {
    const Folder folder;
    const Outcome outcome = folder.classify({"--json", "no_image", "0.png", "blank.pgm", "nothing"});
    CHECK(outcome.status == 1);
    CHECK(std::ranges::count(outcome.err, '\n') == 3);
    CHECK_THAT(outcome.err, StartsWith("halenet: error: no_image: is no image") &&
                                ContainsSubstring("error: blank.pgm: the picture holds no digit") &&
                                ContainsSubstring("error: nothing: cannot be opened"));
    const json report = json::parse(outcome.out);
    REQUIRE(report["pictures"].size() == 4);
    CHECK(report["pictures"][0]["error"].get<std::string>().starts_with("no_image: "));
    CHECK(report["pictures"][1]["answer"] == digits().labels(0));
}

TEST_CASE("classify refuses a wrong command line") {
    const Folder folder;
    CHECK(folder.classify({}).status == 2);
    CHECK(folder.classify({"--top", "0", "0.png"}).status == 2);
    CHECK(folder.classify({"--reject", "2", "0.png"}).status == 2);
    CHECK(run({"classify", "0.png"}, folder.path()).status == 2);
    const Outcome outcome = run({"classify", "--weights", "nothing", "0.png"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, StartsWith("halenet: error: nothing: cannot be opened"));
}

TEST_CASE("half-blocks show two rows a line") {
    using halenet::cli::Drawing;
    const std::vector<std::uint8_t> image{255, 0, 255, 0, 255, 0, 0, 255, 255}; // 3x3
    const auto lines = halenet::cli::half_blocks(image, 3, Drawing::blocks);
    CHECK(lines == std::vector<std::string>{"▀▄▀", " ▀▀"});
    CHECK(halenet::cli::half_blocks(image, 3, Drawing::ascii) == std::vector<std::string>{"===", " =="});
    const auto greys = halenet::cli::half_blocks(image, 3, Drawing::greys);
    REQUIRE(greys.size() == 2);
    CHECK(greys[0].starts_with("\x1b[38;5;255;48;5;232m▀"));
    CHECK(greys[0].ends_with("\x1b[0m"));
}
