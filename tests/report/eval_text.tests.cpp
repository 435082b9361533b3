#include <array>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/cli/eval_text.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using cli::eval_text;

namespace {

/// `images` images of each class, one of them taken for the next class.
TestResults nearly_right(std::size_t classes, std::size_t images) {
    std::vector<std::uint8_t> labels;
    std::vector<std::uint8_t> predictions;
    for (std::size_t label = 0; label < classes; ++label)
        for (std::size_t k = 0; k < images; ++k) {
            labels.push_back(static_cast<std::uint8_t>(label));
            predictions.push_back(static_cast<std::uint8_t>((label + (k == 0 ? 1 : 0)) % classes));
        }
    const Confusion confusion(labels, predictions, classes);
    return {{1, confusion.correct(), confusion.images()}, {}, predictions, confusion};
}

} // namespace

TEST_CASE("the table of a small case is exactly this one") {
    constexpr std::array<std::uint8_t, 4> labels{0, 0, 0, 1};
    constexpr std::array<std::uint8_t, 4> predictions{0, 0, 1, 1};
    const Confusion confusion(labels, predictions, 3);
    CHECK(eval_text({{1, 3, 4}, {}, {}, confusion}) ==
          "Test accuracy: 75.00 % +/- 21.65 % (3 of 4 images, standard error)\n"
          "Test loss: 0.2500\n"
          "\n"
          "class    images   precision      recall\n"
          "    0         3    100.00 %     66.67 %\n"
          "    1         1     50.00 %    100.00 %\n"
          "    2         0           -           -\n"
          "\n"
          "Confusion matrix (a row is a class, a column what its images were taken for):\n"
          "        0   1   2\n"
          "    0   2   1   .\n"
          "    1   .   1   .\n"
          "    2   .   .   .\n");
}

TEST_CASE("no line is wider than a terminal of 80 columns, whatever the classes and counts") {
    const std::size_t classes = GENERATE(2U, 10U, 15U, 16U, 47U, 256U);
    const std::size_t images = GENERATE(1U, 99U, 2000U);
    CAPTURE(classes, images);
    std::istringstream text(eval_text(nearly_right(classes, images)));
    for (std::string line; std::getline(text, line);) {
        CAPTURE(line);
        CHECK(line.size() <= 80);
    }
}

TEST_CASE("where the matrix is too wide the frequent mistakes are listed") {
    const std::string text = eval_text(nearly_right(47, 3));
    CHECK_THAT(text, ContainsSubstring("Most frequent mistakes"));
    CHECK_THAT(text, ContainsSubstring("    0 taken for 1"));
    CHECK_THAT(eval_text(nearly_right(10, 3)), !ContainsSubstring("Most frequent"));
}

TEST_CASE("an empty test set gives a sentence, no nan") {
    CHECK(eval_text({{}, {}, {}, Confusion({}, {}, 2)}) == "There is no test image, so there is nothing to measure.\n");
}
