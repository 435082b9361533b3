#include <algorithm>
#include <cmath>
#include <csignal>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <lenet5.h>
#include <nlohmann/json.hpp>

#include <halenet/weights.h>

#include "tests/cli/child.h"
#include "tests/cli/idx_folder.h"
#include "tests/runtime/temporary_folder.h"

using namespace cli_tests;
using Catch::Matchers::ContainsSubstring;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

/// A short training of the small data set in folder/data, and what is given besides.
Words short_training(const Words &more) {
    Words words{"train", "--data", "data", "--epochs", "2", "--batch", "32", "--validation", "40"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Words endless_training() {
    return {"train", "--data", "data", "--epochs", "100000", "--validation", "40", "--json", "report.json"};
}

} // namespace

TEST_CASE("training writes weights and a report of all that a reader needs") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const Outcome outcome =
        run(short_training({"--seed", "3", "--threads", "2", "--out", "w", "--json", "r"}), folder.path());
    REQUIRE(outcome.err.empty());
    REQUIRE(outcome.status == 0);
    CHECK(names_in(folder.path()) == Words{"data", "r", "w"});
    CHECK(outcome.out.find('\r') == std::string::npos); // no bar where there is no terminal
    CHECK_THAT(outcome.out, ContainsSubstring("\nEpoch 1/2 - ") && ContainsSubstring("\nEpoch 2/2 - ") &&
                                ContainsSubstring(" - val_accuracy: ") &&
                                ContainsSubstring("Weights written to " + (folder.path() / "w").string()));

    CHECK_THAT(content_of(folder.path() / "w"), ContainsSubstring("\"training.options\":\"--epochs 2 --batch 32 ") &&
                                                    ContainsSubstring(" --seed 3\"") &&
                                                    ContainsSubstring("\"training.epochs\":\"2\""));
    const json report = json::parse(content_of(folder.path() / "r"));
    const halenet_model_info &model = *lenet5_api.model;
    CHECK(report.at("halenet") == HALENET_VERSION);
    CHECK(report.at("model") == json{{"name", model.name}, {"hash", model.hash}});
    CHECK(report.at("parameters") == model.parameters);
    CHECK(report.at("target") == model.isas[0].target);
    CHECK(report.at("threads") == 2);
    CHECK(report.at("seed") == 3);
    CHECK_THAT(report.at("data").at("source").get<std::string>(), ContainsSubstring("data"));
    CHECK(report.at("data").at("synthetic") == false);
    CHECK(report.at("recipe") == "default");
    CHECK(report.at("options").at("epochs") == 2);
    CHECK(report.at("options").at("batch") == 32);
    CHECK(report.at("weights") == "w");
    CHECK(report.at("interrupted") == false);
    CHECK(report.at("stopped_early") == false);
    CHECK(report.at("best_epoch").is_null());
    CHECK(report.at("learning_rate").size() == 3); // up, and down again
    CHECK(report.at("learning_rate").back().front() == 2 * 9 - 1);
    REQUIRE(report.at("epochs").size() == 2);
    for (int epoch = 1; epoch <= 2; ++epoch) {
        const json &entry = report.at("epochs").at(static_cast<std::size_t>(epoch - 1));
        CHECK(entry.size() == 7);
        CHECK(entry.at("epoch") == epoch);
        for (const char *number :
             {"seconds", "learning_rate", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy"})
            CHECK(entry.at(number).get<double>() >= 0);
    }
    CHECK(report.at("train").at("images") == 260);
    CHECK(report.at("test").at("images") == 100);
    for (const char *part : {"train", "test"}) {
        CHECK(report.at(part).at("loss").get<double>() > 0);
        CHECK(report.at(part).at("accuracy").get<double>() <= 1);
    }
    const json &seconds = report.at("seconds");
    CHECK(seconds.at("total").get<double>() >= seconds.at("load").get<double>() + seconds.at("train").get<double>());
}

TEST_CASE("the report's command repeats the training, bit for bit") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    REQUIRE(run(short_training({"--recipe", "tutorial", "--seed", "5", "--label-smoothing", "0.1", "--json", "r"}),
                folder.path())
                .status == 0);
    const std::string first = content_of(folder.path() / "lenet5.safetensors");
    std::istringstream command(json::parse(content_of(folder.path() / "r")).at("command").get<std::string>());
    Words words{std::istream_iterator<std::string>(command), {}};
    REQUIRE(words.front() == "halenet");
    words.erase(words.begin());
    words.insert(words.end(), {"--out", "again"});
    REQUIRE(run(words, folder.path()).status == 0);
    CHECK(content_of(folder.path() / "again") == first);
}

TEST_CASE("weights are named after their model, and another model refuses them with what differs") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const Outcome trained =
        run({"train", "--model", "lenet5_1998", "--data", "data", "--epochs", "1", "--validation", "0"}, folder.path());
    REQUIRE(trained.status == 0);
    CHECK(names_in(folder.path()) == Words{"data", "lenet5_1998.safetensors"});
    const Outcome outcome = run({"eval", "--weights", "lenet5_1998.safetensors", "--data", "data"}, folder.path());
    CHECK(outcome.status == 1);
    CHECK(outcome.err == "halenet: error: lenet5_1998.safetensors: holds weights of LeNet5_1998, with the layer s2 "
                         "AveragePool2D 14x14x6, but LeNet5 has the layer s2 MaxPool2D 14x14x6; train it again\n");
}

TEST_CASE("augmentation is taken from the command line, and gives the same bits with any number of threads") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const auto weights = [&](const Words &options) {
        const Outcome outcome = run(short_training(options), folder.path());
        REQUIRE(outcome.status == 0);
        return std::pair(outcome.out, content_of(folder.path() / "lenet5.safetensors"));
    };
    const auto [out, first] = weights({"--augment", "2,10", "--threads", "1"});
    CHECK_THAT(out, ContainsSubstring(", moved by up to 2 pixels and turned by up to 10 degrees, seed 0;"));
    CHECK(weights({"--augment", "2,10", "--threads", "3"}).second == first);
    CHECK(weights({"--augment", "2,11"}).second != first);
}

TEST_CASE("early stopping is told, and the weights are the best epoch's") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const Words options{"--lr-schedule", "constant", "--learning-rate", "0.02", "--json", "r"};
    Words words{"train", "--data", "data", "--epochs", "200", "--validation", "40", "--early-stopping", "2"};
    words.insert(words.end(), options.begin(), options.end());
    const Outcome outcome = run(words, folder.path());
    REQUIRE(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("\nStopped early: no lower validation loss in 2 epochs\n"));
    const json report = json::parse(content_of(folder.path() / "r"));
    CHECK(report.at("stopped_early") == true);
    CHECK(report.at("interrupted") == false);
    const int best = report.at("best_epoch").get<int>();
    REQUIRE(report.at("epochs").size() == static_cast<std::size_t>(best) + 2);
    const auto loss = [&](int epoch) {
        return report.at("epochs").at(static_cast<std::size_t>(epoch - 1)).at("validation_loss").get<double>();
    };
    for (int epoch = 1; epoch <= best + 2; ++epoch)
        CHECK(loss(epoch) >= loss(best));
    // A training that ends with the best epoch has the same weights: the rate is constant.
    const std::vector<float> weights = halenet::load_weights(folder.path() / "lenet5.safetensors", *lenet5_api.model);
    words[4] = std::to_string(best);
    REQUIRE(run(words, folder.path()).status == 0);
    CHECK(halenet::load_weights(folder.path() / "lenet5.safetensors", *lenet5_api.model) == weights);
}

TEST_CASE("eval finds what train found on the test set") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    REQUIRE(run(short_training({"--json", "train.json"}), folder.path()).status == 0);
    const Outcome outcome =
        run({"eval", "--weights", "lenet5.safetensors", "--data", "data", "--threads", "3", "--json", "eval.json"},
            folder.path());
    REQUIRE(outcome.err.empty());
    REQUIRE(outcome.status == 0);
    const json trained = json::parse(content_of(folder.path() / "train.json"));
    const json measured = json::parse(content_of(folder.path() / "eval.json"));
    CHECK(measured.at("model") == trained.at("model"));
    CHECK(measured.at("weights") == "lenet5.safetensors");
    const json &test = measured.at("test");
    CHECK(test.at("accuracy") == trained.at("test").at("accuracy"));
    // The same sum of doubles, but over other parts.
    CHECK_THAT(test.at("loss").get<double>(),
               Catch::Matchers::WithinRel(trained.at("test").at("loss").get<double>(), 1e-12));
    const double accuracy = test.at("accuracy").get<double>();
    CHECK(test.at("correct") == std::lround(accuracy * 100));
    CHECK_THAT(test.at("accuracy_standard_error").get<double>(),
               Catch::Matchers::WithinAbs(std::sqrt(accuracy * (1 - accuracy) / 100), 1e-12));
    CHECK_THAT(outcome.out, ContainsSubstring("standard error"));
}

TEST_CASE("a seed gives the same bits from run to run and with any number of threads, and another seed others") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const auto weights = [&](const std::string &seed, const std::string &threads) {
        REQUIRE(run(short_training({"--seed", seed, "--threads", threads}), folder.path()).status == 0);
        return content_of(folder.path() / "lenet5.safetensors");
    };
    const std::string first = weights("0", "1");
    REQUIRE_FALSE(first.empty());
    CHECK(weights("0", "1") == first);
    for (const char *threads : {"2", "3", "8"})
        CHECK(weights("0", threads) == first);
    CHECK(weights("1", "1") != first);
}

TEST_CASE("with nothing held out, nothing is validated") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    const Outcome outcome =
        run({"train", "--data", "data", "--epochs", "1", "--validation", "0", "--json", "r"}, folder.path());
    REQUIRE(outcome.status == 0);
    CHECK_THAT(outcome.out, !ContainsSubstring("val_loss"));
    const json report = json::parse(content_of(folder.path() / "r"));
    CHECK(report.at("epochs").at(0).at("validation_loss").is_null());
    CHECK(report.at("epochs").at(0).at("validation_accuracy").is_null());
    CHECK(report.at("train").at("images") == 300);
}

TEST_CASE("a signal stops the training after its step and saves weights that load") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    for (const int signal : {SIGINT, SIGTERM}) {
        Child child(endless_training(), folder.path());
        REQUIRE(child.wait_for("Epoch 1/100000"));
        child.signal(signal);
        const Outcome outcome = child.finish();
        CHECK(outcome.status == 128 + signal);
        CHECK(outcome.err.empty());
        CHECK_THAT(outcome.out, ContainsSubstring("Stopped by ") && ContainsSubstring("Weights written to "));
        CHECK(names_in(folder.path()) == Words{"data", "lenet5.safetensors", "report.json"});
        CHECK(halenet::load_weights(folder.path() / "lenet5.safetensors", *lenet5_api.model).size() ==
              lenet5_api.model->parameters);
        const json report = json::parse(content_of(folder.path() / "report.json"));
        CHECK(report.at("interrupted") == true);
        CHECK(report.at("test").is_null());
        CHECK_FALSE(report.at("epochs").empty());
        std::filesystem::remove(folder.path() / "lenet5.safetensors");
        std::filesystem::remove(folder.path() / "report.json");
    }
}

TEST_CASE("a terminal gets a bar that keeps to one line of it") {
    const TemporaryFolder folder;
    write_idx_folder(folder.path() / "data");
    Child child(endless_training(), folder.path(), Child::Output::terminal);
    REQUIRE(child.wait_for("\r\x1b[K")); // the bar is drawn, and removed for an epoch's line
    child.signal(SIGINT);
    const Outcome outcome = child.finish();
    CHECK(outcome.status == 128 + SIGINT);
    // What stands between a return and the erasing of the rest of the line is the bar; the terminal has 40 columns.
    int bars = 0;
    for (std::size_t at = outcome.out.find('\r'); at != std::string::npos; at = outcome.out.find('\r', at + 1)) {
        const std::size_t end = outcome.out.find_first_of("\r\n\x1b", at + 1);
        if (end == std::string::npos || outcome.out[end] != '\x1b' || end == at + 1)
            continue;
        ++bars;
        const std::string bar = outcome.out.substr(at + 1, end - at - 1);
        CAPTURE(bar);
        CHECK(bar.size() < 40);
        CHECK(bar.starts_with("Epoch "));
    }
    CHECK(bars > 0);
}
