#include <limits>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/runtime/weights_file.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

TEST_CASE("a hostile header length is refused before memory is asked for") {
    const WeightsFile file;
    const std::string body = file.content().substr(8);
    for (const std::uint64_t length : {std::uint64_t{body.size() + 1}, std::uint64_t{1} << 40, std::uint64_t{1} << 63,
                                       std::numeric_limits<std::uint64_t>::max()})
        CHECK_THAT(file.refusal_of(length_prefix(length) + body),
                   ContainsSubstring("announces a header of " + std::to_string(length) + " bytes"));
    // The file does hold that much, but no header is so long.
    const std::string spaces(longest_weights_header + 1, ' ');
    CHECK_THAT(file.refusal_of(file.content_with(to_json(file.header) + spaces)), ContainsSubstring("1048576 at most"));
}

TEST_CASE("a header that is no safetensors header is refused") {
    const WeightsFile file;
    const auto refusal = [&](const std::string &json) { return file.refusal_of(file.content_with(json)); };
    const auto tensor = [&](const std::string &entry) { return refusal(R"({"c1.bias":)" + entry + "}"); };
    CHECK_THAT(refusal(""), ContainsSubstring("is no valid JSON"));
    CHECK_THAT(refusal("not JSON"), ContainsSubstring("is no valid JSON at its byte 2"));
    CHECK_THAT(refusal("{} {}"), ContainsSubstring("is no valid JSON at its byte 4"));
    CHECK_THAT(refusal("{\"\xff\": 1}"), ContainsSubstring("is no valid JSON"));
    CHECK_THAT(refusal(to_json(file.header) + '\0'), ContainsSubstring("has a zero byte"));
    CHECK_THAT(refusal("\xef\xbb\xbf" + to_json(file.header)), ContainsSubstring("a byte order mark"));
    CHECK_THAT(refusal("[]"), ContainsSubstring("is no JSON object"));
    CHECK_THAT(refusal("null"), ContainsSubstring("is no JSON object"));
    CHECK_THAT(refusal(R"({"__metadata__":[]})"), ContainsSubstring("metadata that are no JSON object"));
    CHECK_THAT(refusal(R"({"__metadata__":{"format":1}})"),
               ContainsSubstring("metadata \"format\" that are no string"));
    CHECK_THAT(tensor("5"), ContainsSubstring("describes tensor \"c1.bias\" other than by"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":[2]})"), ContainsSubstring("other than by"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1})"),
               ContainsSubstring("other than by"));
    CHECK_THAT(tensor(R"({"dtype":32,"shape":[2],"data_offsets":[0,8]})"), ContainsSubstring("other than by"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":2,"data_offsets":[0,8]})"), ContainsSubstring("no list"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"), ContainsSubstring("no whole numbers"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":[2.0],"data_offsets":[0,8]})"), ContainsSubstring("no whole numbers"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,8]})"),
               ContainsSubstring("no whole numbers"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":[1e999],"data_offsets":[0,8]})"),
               ContainsSubstring("number out of range"));
    CHECK_THAT(tensor(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8,16]})"), ContainsSubstring("3 offsets"));
}

TEST_CASE("a duplicate key is refused wherever it stands, and the same key in two objects is not") {
    const WeightsFile file;
    const auto refusal = [&](const std::string &json) { return file.refusal_of(file.content_with(json)); };
    CHECK_THAT(refusal(R"({"a":1,"b":2,"a":3})"), ContainsSubstring("has the key \"a\" twice"));
    CHECK_THAT(refusal(R"({"__metadata__":{"k":"1","k":"2"}})"), ContainsSubstring("has the key \"k\" twice"));
    CHECK_THAT(refusal(R"({"t":{"dtype":"F32","dtype":"F32"}})"), ContainsSubstring("has the key \"dtype\" twice"));
    const std::string entry = R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
    CHECK(parse_weights_header(R"({"__metadata__":{"t":"x"},"t":)" + entry + R"(,"u":)" + entry + "}", "file")
              .tensors.size() == 2);
}

TEST_CASE("deep nesting is refused, however deep") {
    const WeightsFile file;
    for (const std::size_t depth : {4u, 100u, 500'000u})
        for (const auto &[open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
            std::string json;
            for (std::size_t i = 0; i < depth && json.size() < longest_weights_header / 2; ++i)
                json += open;
            CHECK_THAT(file.refusal_of(file.content_with(json + close)), ContainsSubstring("nested too deeply"));
        }
}

TEST_CASE("an error shows only a short and printable part of hostile text") {
    WeightsFile file;
    file.header.tensors["\x1b[31m" + std::string(5000, 'n')] = {};
    const std::string sentence = file.refusal();
    CHECK(sentence.find('\x1b') == std::string::npos);
    CHECK_THAT(sentence, ContainsSubstring("?[31mnnn") && ContainsSubstring("..."));
    CHECK(sentence.size() < 400);
}

TEST_CASE("whatever a header's byte becomes, loading gives the weights or one sentence") {
    const WeightsFile file;
    const std::string whole = file.content();
    const std::vector<std::uint32_t> good = bits_of(file.model.parameters(1));
    const std::string values("\x00\x01 \"[]{},:-09eE\\\x7f\x80\xff", 19);
    for (std::size_t place = 0; place < whole.size() - file.data.size(); ++place)
        for (const char value : values) {
            std::string damaged = whole;
            damaged[place] = value;
            const auto path = file.folder.file("damaged", damaged);
            INFO("byte " << place << " is " << int{value});
            try {
                const std::vector<float> parameters = load_weights(path, file.model.info());
                CHECK(bits_of(parameters) == good); // a change in a free text of the metadata does no harm
            } catch (const Error &error) {
                CHECK_THAT(error.what(), StartsWith(path.string()));
            }
        }
}
