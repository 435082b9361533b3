#include "generator/description/json.h"
#include "tests/reader/models.h"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <limits>
#include <string>
#include <string_view>

using namespace halenet::description;
using halenet::testing::lenet5;
using halenet::testing::random_model;

namespace {

std::string lenet5_json() {
    ModelDescription model = lenet5();
    REQUIRE(complete(model).empty());
    return to_json(model);
}

/// `text` with its first `from` replaced by `to`.
std::string edited(std::string text, std::string_view from, std::string_view to) {
    const std::size_t place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

/// The sentence with which the text is refused.
std::string refusal_of(std::string_view text) {
    try {
        (void)from_json(text);
    } catch (const Error &error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("What is written is read back, for any model") {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const ModelDescription model = random_model(seed);
        const std::string text = to_json(model);
        CHECK(from_json(text) == model);
        CHECK(to_json(from_json(text)) == text);
        CHECK(text.back() == '\n');
    }
}

TEST_CASE("A comment that is no UTF-8 is written as UTF-8") {
    ModelDescription model = lenet5();
    REQUIRE(complete(model).empty());
    model.comment = "caf\xe9";
    CHECK(from_json(to_json(model)).comment == "caf\xef\xbf\xbd");
}

TEST_CASE("A file cut short anywhere is refused") {
    const std::string text = lenet5_json();
    for (std::size_t size = 0; size + 2 < text.size(); ++size) // without the newline it is still whole
        CHECK_FALSE(refusal_of(std::string_view(text).substr(0, size)).empty());
}

TEST_CASE("A file with any one byte changed is refused, or is another spelling of a description") {
    const std::string text = lenet5_json();
    for (const char letter : {'X', '9', '"', '}', '\xff', '\0'})
        for (std::size_t place = 0; place < text.size(); ++place) {
            std::string changed = text;
            changed[place] = letter;
            if (refusal_of(changed).empty()) // as a comment or the model's own name, which decide no number
                CHECK(model_hash(from_json(changed)) == model_hash(from_json(text)));
        }
}

TEST_CASE("A file that does not agree with itself is refused with the place") {
    struct Case {
        std::string_view from, to, sentence;
    };
    const Case cases[] = {
        {"halenet model description", "something else",
         R"(/format: found "something else", expected "halenet model description")"},
        {"\"version\": 2", "\"version\": 1", "/version: found 1, expected 2, the one that this halenet reads"},
        {"\"parameters\": 61706", "\"parameters\": 61707", "/parameters: found 61707, expected 61706"},
        {"\"parameters\": 156", "\"parameters\": 155", "/layers/1/parameters: found 155, expected 156"},
        {"\"shard_images\": 16", "\"shard_images\": 32", "/shard_images: found 32, expected 16"},
        {"\"height\": 14", "\"height\": 15", "/layers/2/output/height: found 15, expected 14"},
        {"\"filters\": 6", "\"filters\": \"6\"", "/layers/1/filters: found \"6\", expected a whole number"},
        {"\"filters\": 6", "\"filters\": 6.5", "/layers/1/filters: found 6.5, expected a whole number"},
        {"\"filters\": 6", "\"filters\": 4294967302", "/layers/1/filters: found 4294967302, expected a whole number"},
        {"\"filters\": 6", "\"filters\": 18446744073709551615",
         "/layers/1/filters: found 18446744073709551615, expected a whole number"},
        {"\"filters\": 6", "\"filters\": -6", "c1: found filters -6, expected 1 to 65536"},
        {"\"filters\": 6,", "", "/layers/1/filters: found nothing, expected this field"},
        {"\"filters\": 6", "\"filters\": 6, \"dilation\": 2",
         "/layers/1/dilation: found a field that version 2 does not have"},
        {"\"stride\": 1", "\"stride\": 6",
         "c1: found stride 6 and a 5x5 kernel, expected a stride of 1 to 5, since rows and columns between two windows "
         "would be skipped"},
        {"\"mean\": 0.1307", "\"mean\": null", "/layers/0/mean: found null, expected a number"},
        {"\"padding\": \"same\"", "\"padding\": \"full\"",
         R"(/layers/1/padding: found "full", expected "valid" or "same")"},
        {"\"activation\": \"relu\"", "\"activation\": [1]",
         R"(/layers/1/activation: found an array, expected "identity" or "relu" or "tanh" or "softmax")"},
        {"\"kind\": \"Conv2D\"", "\"kind\": \"Conv3D\"",
         R"(/layers/1/kind: found "Conv3D", expected the kind of a layer)"},
        {"\"name\": \"c1\"", "\"name\": \"1c\"", "1c: the layer's name is no C identifier"},
        {"\"name\": \"c1\"", "\"name\": 1", "/layers/1/name: found 1, expected a string"},
        {"\"layers\": [", "\"layers\": {}, \"more\": [", "/layers: found an object, expected an array"},
        {"\"layers\": [", "\"layers\": [7, ", "/layers/0: found 7, expected an object"},
    };
    const std::string text = lenet5_json();
    for (const Case &each : cases)
        CHECK(refusal_of(edited(text, each.from, each.to)) == each.sentence);
}

TEST_CASE("A changed number is refused by the hash where nothing else tells") {
    const std::string refusal = refusal_of(edited(lenet5_json(), "0.3081", "0.3082"));
    CHECK(refusal.starts_with("/hash: found \""));
}

TEST_CASE("Hostile files are refused quickly and without a crash") {
    CHECK(refusal_of(std::string(1'000'000, '[')) ==
          "found objects in objects deeper than 4, expected a model description");
    CHECK(refusal_of(std::string(2'000'000, ' ')) == "found 2000000 bytes, expected at most 1048576");
    CHECK(refusal_of("") == "found something that is no JSON at byte 1, expected a model description");
    CHECK(refusal_of("[]") == "the whole: found an array, expected an object");
    CHECK(refusal_of("\"" + std::string(200, 'x') + "\"") == "the whole: found a long string, expected an object");
    CHECK(refusal_of(std::string("\xff\xfe\0{", 4)).starts_with("found something that is no JSON"));

    std::string many_keys = "{";
    for (int key = 0; key < 80'000; ++key)
        many_keys += fmt::format("\"{}\":0,", key);
    CHECK(refusal_of(many_keys + "\"a\":0}") == "/format: found nothing, expected this field");
}
