#include <array>
#include <cmath>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "runtime/report/json.h"

using namespace halenet;
using Catch::Matchers::WithinAbs;

namespace {

// Six images of three classes, then class 3 with neither an image nor a prediction.
constexpr std::array<std::uint8_t, 6> labels{0, 0, 0, 1, 1, 2};
constexpr std::array<std::uint8_t, 6> predictions{0, 0, 1, 1, 1, 0};

TestResults results_of(const Confusion &confusion) {
    return {{1.5, confusion.correct(), confusion.images()}, {}, {}, confusion};
}

} // namespace

TEST_CASE("a confusion matrix counts each pair of label and prediction") {
    const Confusion confusion(labels, predictions, 4);
    CHECK(confusion.images() == 6);
    CHECK(confusion.correct() == 4);
    constexpr std::array<std::array<int, 4>, 4> expected{{{2, 1, 0, 0}, {0, 2, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0}}};
    for (std::size_t label = 0; label < 4; ++label)
        for (std::size_t prediction = 0; prediction < 4; ++prediction)
            CHECK(confusion.count(label, prediction) == expected.at(label).at(prediction));
}

TEST_CASE("precision and recall are those of the definition, and nothing where nothing was counted") {
    const Confusion confusion(labels, predictions, 4);
    CHECK_THAT(confusion.scores(0).precision().value(), WithinAbs(2.0 / 3, 1e-15));
    CHECK_THAT(confusion.scores(0).recall().value(), WithinAbs(2.0 / 3, 1e-15));
    CHECK_THAT(confusion.scores(1).precision().value(), WithinAbs(2.0 / 3, 1e-15));
    CHECK(confusion.scores(1).recall() == 1);
    CHECK_FALSE(confusion.scores(2).precision().has_value()); // never predicted
    CHECK(confusion.scores(2).recall() == 0);
    CHECK_FALSE(confusion.scores(3).precision().has_value());
    CHECK_FALSE(confusion.scores(3).recall().has_value()); // no image
}

TEST_CASE("the sums over a confusion matrix agree with each other") {
    std::vector<std::uint8_t> many_labels;
    std::vector<std::uint8_t> many_predictions;
    for (unsigned k = 0; k < 5000; ++k) {
        many_labels.push_back(static_cast<std::uint8_t>(k * 2654435761U >> 24));
        many_predictions.push_back(static_cast<std::uint8_t>(k % 3 == 0 ? many_labels.back() : k * 40503U >> 8));
    }
    const Confusion confusion(many_labels, many_predictions, 256); // as many as a label can name
    ClassScores sums;
    for (std::size_t label = 0; label < 256; ++label) {
        sums.support += confusion.scores(label).support;
        sums.predicted += confusion.scores(label).predicted;
        sums.correct += confusion.scores(label).correct;
    }
    CHECK(sums.support == 5000);
    CHECK(sums.predicted == 5000);
    CHECK(sums.correct == confusion.correct());
    std::int64_t mistakes = 0;
    std::int64_t before = 5000;
    for (const Mistake &mistake : frequent_mistakes(confusion)) {
        CHECK(mistake.images <= before);
        CHECK(mistake.label != mistake.prediction);
        before = mistake.images;
        mistakes += mistake.images;
    }
    CHECK(mistakes == 5000 - confusion.correct());
}

TEST_CASE("the standard error of an accuracy is the binomial's") {
    CHECK_THAT(accuracy_standard_error(9900, 10'000).value(), WithinAbs(std::sqrt(0.99 * 0.01 / 10'000), 1e-15));
    CHECK(accuracy_standard_error(7, 7) == 0);
    CHECK(accuracy_standard_error(0, 7) == 0);
    CHECK_FALSE(accuracy_standard_error(0, 0).has_value());
}

TEST_CASE("results in JSON hold null where there is no number") {
    const Json json = Json::parse(json_of(results_of(Confusion(labels, predictions, 4))).dump());
    CHECK(json.at("images") == 6);
    CHECK(json.at("correct") == 4);
    CHECK(json.at("loss") == 0.25);
    CHECK(json.at("confusion") == Json{{2, 1, 0, 0}, {0, 2, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0}});
    CHECK(json.at("classes").at(1) ==
          Json{{"class", 1}, {"images", 2}, {"predicted", 3}, {"correct", 2}, {"precision", 2.0 / 3}, {"recall", 1.0}});
    CHECK(json.at("classes").at(2).at("precision").is_null());
    CHECK(json.at("classes").at(3).at("recall").is_null());

    const Json nothing = json_of(results_of(Confusion({}, {}, 2)));
    for (const char *number : {"loss", "accuracy", "accuracy_standard_error"})
        CHECK(nothing.at(number).is_null());
    CHECK(nothing.at("confusion") == Json{{0, 0}, {0, 0}});
}

TEST_CASE("the mistakes that a network is surest of come first") {
    TestResults results{
        {}, {{0.9F, 0.1F}, {0.2F, 0.8F}, {0.4F, 0.6F}, {0.3F, 0.7F}}, {0, 1, 1, 1}, Confusion({}, {}, 2)};
    constexpr std::array<std::uint8_t, 4> truth{0, 0, 0, 0};
    CHECK(confident_mistakes(results, truth, 10) == std::vector<std::size_t>{1, 3, 2});
    CHECK(confident_mistakes(results, truth, 2) == std::vector<std::size_t>{1, 3});
    CHECK(confident_mistakes(results, results.predictions, 10).empty());
}
