#include "generator/reader/words.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace halenet::reader;

namespace {

Word word(std::string name, std::int64_t value) {
    Word result{.name = std::move(name), .value = value, .text = ""};
    result.text = spelled(result);
    return result;
}

Word choice(std::string name, std::string value) {
    Word result{.name = std::move(name), .value = std::move(value), .text = ""};
    result.text = spelled(result);
    return result;
}

std::vector<Word> all_of_conv2d() {
    return {word("filters", 6), word("kernel", 5), word("stride", 2), choice("padding", "same"),
            choice("activation", "relu")};
}

std::vector<std::string> texts_of(const std::vector<Word> &words) {
    std::vector<std::string> texts;
    for (const Word &each : words)
        texts.push_back(each.text);
    return texts;
}

} // namespace

TEST_CASE("Words in any other order are mended to the one of the vocabulary, and their numbers are read all the same") {
    const std::vector<Word> right = all_of_conv2d();
    std::vector<std::size_t> order = {0, 1, 2, 3, 4};
    const Matched expected = match_words("Conv2D", "c1", right);
    REQUIRE(expected.findings.empty());
    REQUIRE(expected.is_read);
    while (std::next_permutation(order.begin(), order.end())) {
        std::vector<Word> words;
        for (const std::size_t index : order)
            words.push_back(right[index]);
        const Matched matched = match_words("Conv2D", "c1", words);
        CHECK(matched.operation == expected.operation);
        CHECK(matched.is_read);
        REQUIRE(matched.findings.size() == 1);
        CHECK(matched.findings[0].mended == texts_of(right));
    }
}

TEST_CASE("What each finding suggests is without findings") {
    const auto check = [](std::string_view kind, const std::vector<Word> &words, const std::vector<Word> &mended) {
        const Matched matched = match_words(kind, "layer", words);
        REQUIRE(matched.findings.size() == 1);
        CHECK(matched.findings[0].mended == texts_of(mended));
        CHECK(match_words(kind, "layer", mended).findings.empty());
        CHECK(match_words(kind, "layer", mended).operation == matched.operation);
    };
    const std::vector<Word> right = all_of_conv2d();
    for (std::size_t twice = 0; twice < right.size(); ++twice) {
        std::vector<Word> words = right;
        words.insert(words.begin() + static_cast<std::ptrdiff_t>(twice), right[twice]);
        check("Conv2D", words, right);
    }
    for (std::size_t plain = 0; plain < 3; ++plain) {
        std::vector<Word> words = right;
        words[plain] = word(std::string(bare), std::get<std::int64_t>(right[plain].value));
        check("Conv2D", words, right);
    }
    for (std::size_t wrong = 0; wrong < 2; ++wrong) {
        std::vector<Word> words = right;
        words[wrong] = word("units", std::get<std::int64_t>(right[wrong].value));
        check("Conv2D", words, right);
    }
    check("MaxPool2D", {word(std::string(bare), 3), word(std::string(bare), 2)},
          {word(std::string(bare), 3), word("stride", 2)});
    check("Dense", {word("units", 3), choice("padding", "same")}, {word("units", 3)});
    check("Flatten", {choice("activation", "relu")}, {});
}

TEST_CASE("A word left out that has no default leaves the layer unread") {
    for (std::size_t missing = 0; missing < 5; ++missing) {
        std::vector<Word> words = all_of_conv2d();
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(missing));
        const Matched matched = match_words("Conv2D", "c1", words);
        CHECK(matched.is_read == (missing >= 2));
        CHECK(matched.findings.size() == (missing < 2 ? 1U : 0U));
    }
}

TEST_CASE("A value that the text does not have leaves the layer unread, without a word") {
    std::vector<Word> words = all_of_conv2d();
    words[1].value = {};
    CHECK_FALSE(match_words("Conv2D", "c1", words).is_read);
    CHECK(match_words("Conv2D", "c1", words).findings.empty());
    words[1] = Word{.name = "", .value = {}, .text = "kernel_of_mine"};
    CHECK_FALSE(match_words("Conv2D", "c1", words).is_read);
    CHECK(match_words("Conv2D", "c1", words).findings.empty());
}

TEST_CASE("The nearest name is read without regard to case, and must be near") {
    const std::vector<std::string> names = {"Filters",       "Kernel", "Stride", "Padding::valid",
                                            "Padding::same", "relu",   "tanh"};
    for (const auto &[given, expected] :
         {std::pair("Filter", "Filters"), std::pair("filters", "Filters"), std::pair("KernelSize", "Kernel"),
          std::pair("Strides", "Stride"), std::pair("same", "Padding::same"),
          std::pair("Padding::Same", "Padding::same"), std::pair("ReLU", "relu"), std::pair("Tanh", "tanh"),
          std::pair("Padding::full", ""), std::pair("sigmoid", ""), std::pair("x", ""), std::pair("", "")})
        CHECK(nearest(given, names) == expected);
}
