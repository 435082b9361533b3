/// Weights files read by the core, from memory, against the reader of the runtime, from disk: of any file both say the
/// same, and what they take has the same bits.
#include "runtime/weights/header.h"
#include "tests/library/instance.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cstring>
#include <functional>
#include <halenet/error.h>
#include <halenet/weights.h>
#include <optional>
#include <tiny.h>

using namespace halenet;
using namespace halenet::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

/// What a loader makes of a file: weights, or a sentence.
struct Verdict {
    std::optional<std::vector<float>> weights;
    halenet_code code = HALENET_OK;
    std::string sentence;
};

/// A weights file of the library `tiny`, and both loaders.
class WeightsFile {
  public:
    WeightsHeader header;
    std::string data;

    WeightsFile() {
        instance_.initialize(1);
        original_ = instance_.parameters();
        save_weights(folder_ / "good", *tiny_api.model, original_);
        const std::string content = content_of(folder_ / "good");
        std::uint64_t header_bytes = 0;
        std::memcpy(&header_bytes, content.data(), sizeof header_bytes);
        header = parse_weights_header(content.substr(8, header_bytes), "good");
        data = content.substr(8 + header_bytes);
    }

    [[nodiscard]] std::string content() const { return content_with(to_json(header)); }
    [[nodiscard]] std::string content_with(const std::string &json) const {
        const std::uint64_t length = json.size();
        std::string bytes(sizeof length, '\0');
        std::memcpy(bytes.data(), &length, sizeof length);
        return bytes + json + data;
    }

    [[nodiscard]] Verdict by_runtime(const std::string &content) const {
        try {
            return {load_weights(folder_.file("weights", content), *tiny_api.model), HALENET_OK, ""};
        } catch (const Error &error) {
            return {std::nullopt, HALENET_BAD_WEIGHTS, error.what()};
        }
    }

    /// The file lies at an odd address, as it may where it is embedded, and the instance holds other weights before.
    [[nodiscard]] Verdict by_core(const std::string &content) {
        std::vector<char> memory(content.size() + 1);
        std::memcpy(memory.data() + 1, content.data(), content.size());
        const std::vector<float> before(tiny_api.model->parameters, 0.5f);
        instance_.load(before);
        const halenet_status status = tiny_load_file(instance_.get(), memory.data() + 1, content.size());
        if (status.code == HALENET_OK)
            return {instance_.parameters(), status.code, ""};
        CHECK(same_bits(instance_.parameters(), before));
        return {std::nullopt, status.code, status.sentence};
    }

    void check_same_verdict(const std::string &content) {
        const Verdict runtime = by_runtime(content), core = by_core(content);
        INFO("runtime: " << runtime.sentence << "\ncore: " << core.sentence);
        REQUIRE(runtime.weights.has_value() == core.weights.has_value());
        if (core.weights) {
            CHECK(same_bits(*core.weights, *runtime.weights));
            return;
        }
        CHECK((core.code == HALENET_BAD_WEIGHTS || core.code == HALENET_NOT_FINITE));
        CHECK(core.sentence.size() + 1 < HALENET_SENTENCE_BYTES); // none is cut
    }

    void check_accepted(const std::string &content) {
        const Verdict core = by_core(content);
        INFO(core.sentence);
        REQUIRE(core.weights);
        CHECK(same_bits(*core.weights, original_));
        check_same_verdict(content);
    }

    void check_refused(const std::string &content, const std::string &part, halenet_code code = HALENET_BAD_WEIGHTS) {
        const Verdict core = by_core(content);
        CHECK(core.code == code);
        CHECK_THAT(core.sentence, ContainsSubstring(part));
        check_same_verdict(content);
    }

  private:
    TemporaryFolder folder_;
    Instance instance_{tiny_api, 16};
    std::vector<float> original_;
};

std::string replaced(std::string text, const std::string &what, const std::string &by) {
    const std::size_t place = text.find(what);
    REQUIRE(place != std::string::npos);
    return text.replace(place, what.size(), by);
}

} // namespace

TEST_CASE("the core takes what the runtime wrote, and the optimizer starts over", "[core][load_file]") {
    WeightsFile file;
    file.check_accepted(file.content());

    Instance loaded(tiny_api, 16), expected(tiny_api, 16);
    const Images images = random_images(*tiny_api.model, 16, 1);
    loaded.initialize(9);
    loaded.train(images.batch(), adam(1e-2f));
    const std::string content = file.content();
    check(tiny_load_file(loaded.get(), content.data(), content.size()));
    expected.load(loaded.parameters());
    for (Instance *instance : {&loaded, &expected})
        instance->train(images.batch(), adam(1e-2f));
    CHECK(same_bits(loaded.parameters(), expected.parameters()));
}

TEST_CASE("a header may be written in any way that JSON allows", "[core][load_file]") {
    WeightsFile file;
    const std::string json = to_json(file.header);
    SECTION("white space") {
        // Between the values only: texts that hold such marks themselves are made shorter first.
        for (const std::string key : {"layers", "layout", "normalisation"})
            file.header.metadata[key] = "none";
        std::string spaced;
        for (const char c : to_json(file.header))
            spaced += std::string("{}[],:").find(c) == std::string::npos ? std::string(1, c)
                                                                         : std::string("\t ") + c + "\r\n";
        file.check_accepted(file.content_with(spaced));
    }
    SECTION("escapes") {
        std::string escaped = replaced(json, R"("dtype":"F32")", R"("\u0064typ\u0065":"F\u00332")");
        escaped = replaced(escaped, R"("__metadata__")", R"("\u005F_metadata__")");
        escaped = replaced(escaped, R"("halenet weights")", R"("halenet\u0020weights")");
        escaped = replaced(escaped, R"("edges.bias")", R"("\u0065dges.\u0062ias")");
        file.check_accepted(file.content_with(escaped));
    }
    SECTION("texts of other languages") {
        file.header.metadata["note"] = "\"\\\b\f\n\r\t é 字 \xf0\x9f\x98\x80 \x7f";
        file.check_accepted(file.content());
        file.check_accepted(
            file.content_with(replaced(json, R"("format":)", R"("\ud83d\ude00":"\uD83D\uDE00\/","format":)")));
    }
    SECTION("tensors in another order") {
        const std::size_t bytes = tiny_api.model->tensors[0].count * sizeof(float);
        for (auto &[name, tensor] : file.header.tensors) {
            const bool first = tensor.begin == 0;
            tensor.begin = first ? file.data.size() - bytes : tensor.begin - bytes;
            tensor.end = first ? file.data.size() : tensor.end - bytes;
        }
        file.data = file.data.substr(bytes) + file.data.substr(0, bytes);
        file.check_accepted(file.content());
    }
}

TEST_CASE("weights of another model or normalisation are refused with both sides", "[core][load_file]") {
    WeightsFile file;
    file.header.metadata["model_hash"] = "0123456789" + std::string(54, 'b');
    file.check_refused(file.content(), "of a model with hash 01234567...; this library's model " +
                                           std::string(tiny_api.model->name) + " has " +
                                           std::string(tiny_api.model->hash).substr(0, 8) + "...");
    file.header.metadata["normalisation.mean"] = "0.75";
    file.check_refused(file.content(), "normalised with mean 0.75 and deviation " +
                                           file.header.metadata["normalisation.deviation"] +
                                           "; this library normalises with " + tiny_api.model->mean_text + " and " +
                                           tiny_api.model->deviation_text);
    file.header.metadata["normalisation.mean"] = "\x1b[31m" + std::string(500, '9');
    file.check_refused(file.content(), "with mean ?[31m9999");
    file.header.metadata.erase("model_hash");
    file.check_refused(file.content(), "normalised with");
}

TEST_CASE("files of another origin or version are refused", "[core][load_file]") {
    WeightsFile file;
    SECTION("no metadata") {
        file.header.metadata.clear();
        file.check_refused(file.content(), R"(say format ""; "halenet weights" was expected)");
        file.check_refused(file.content_with(replaced(to_json(file.header), R"("__metadata__":{},)", "")),
                           "not written by halenet");
    }
    SECTION("another format") {
        file.header.metadata["format"] = "pt";
        file.check_refused(file.content(), R"(format "pt")");
    }
    SECTION("another version") {
        file.header.metadata["format_version"] = "2";
        file.check_refused(file.content(), "version \"2\" of the weights' format; version 1 was expected");
    }
}

TEST_CASE("tensors that are not the model's are refused by name", "[core][load_file]") {
    WeightsFile file;
    WeightsHeader::Tensor &bias = file.header.tensors.at("edges.bias");
    SECTION("missing") {
        file.header.tensors.erase("edges.bias");
        file.check_refused(file.content(), "has no tensor edges.bias");
    }
    SECTION("unknown") {
        file.header.tensors["\x1b" + std::string(300, 'x')] = {.dtype = "F32", .shape = {0}, .begin = 0, .end = 0};
        file.check_refused(file.content(), "has a tensor ?xxx");
    }
    SECTION("another dtype") {
        bias.dtype = "F16";
        file.check_refused(file.content(), "edges.bias of the weights file is of dtype F16; F32 was expected");
    }
    SECTION("another shape") {
        file.header.tensors.at("edges.weights").shape = {7, 27};
        file.check_refused(file.content(), "has shape [7,27]; [7, 3, 3, 3] was expected");
    }
    SECTION("more dimensions than there can be") {
        bias.shape = {7, 1, 1, 1, 1, 1};
        file.check_refused(file.content(), "has shape [7,1,1,1,1,1]; [7] was expected");
    }
    SECTION("a shape whose product overflows to the right one") {
        bias.shape = {std::uint64_t{1} << 63, 14};
        file.check_refused(file.content(), "[9223372036854775808,14]");
    }
    SECTION("too few bytes") {
        bias.end -= 4;
        file.check_refused(file.content(), "edges.bias of the weights file lies at bytes [756,780]; 28 bytes");
    }
    SECTION("an end before the beginning") {
        std::swap(bias.begin, bias.end);
        file.check_refused(file.content(), "lies at bytes [784,756]");
    }
    SECTION("offsets at the end of the range") {
        bias.begin = std::numeric_limits<std::uint64_t>::max() - 28;
        bias.end = std::numeric_limits<std::uint64_t>::max();
        file.check_refused(file.content(), "no tensor of the weights file starts at byte 756");
    }
    SECTION("an overlap") {
        bias.begin -= 28, bias.end -= 28;
        file.check_refused(file.content(), "starts at byte 756 of the data");
    }
    SECTION("two tensors at one place") {
        file.header.tensors.at("corners.bias").shape = {5};
        file.header.tensors.at("corners.bias").begin = 0, file.header.tensors.at("corners.bias").end = 20;
        file.check_refused(file.content(), "they overlap, or there is a hole");
    }
    SECTION("more data than described") {
        file.data += "more";
        file.check_refused(file.content(), "bytes of data, its header describes");
    }
    SECTION("a value that is not finite") {
        const float bad = -std::numeric_limits<float>::infinity();
        std::memcpy(file.data.data() + 756, &bad, sizeof bad);
        file.check_refused(file.content(), "the tensor edges.bias holds a value that is infinite", HALENET_NOT_FINITE);
    }
}

TEST_CASE("what is no header of safetensors is refused at its byte", "[core][load_file]") {
    WeightsFile file;
    const std::string json = to_json(file.header);
    const std::string entry = R"({"dtype":"F32","shape":[7],"data_offsets":[756,784]})";
    const auto with_bias = [&](const std::string &other) {
        return replaced(json, R"("edges.bias":{"data_offsets":[756,784],"dtype":"F32","shape":[7]})", other);
    };
    for (const std::string &damaged :
         {std::string(),
          std::string("not JSON"),
          std::string("[]"),
          std::string("null"),
          std::string("{"),
          json + json,
          json + ",",
          json.substr(1),
          "\xef\xbb\xbf" + json,
          json + '\0',
          json + std::string("\0garbage", 8),
          with_bias(R"("edges.bias":5)"),
          with_bias(R"("edges.bias":{})"),
          with_bias(R"("edges.bias":[)" + entry + "]"),
          with_bias(R"("edges.bias":)" + entry + R"(,"edges.bias":)" + entry),
          with_bias(R"("edges.bias":)" + entry + R"(,"edges.b\u0069as":)" + entry),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[7]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[7],"data_offsets":[756,784],"more":1})"),
          with_bias(R"("edges.bias":{"dtype":"F32","dtype":"F32","shape":[7],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","dtype":"F32","data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":32,"shape":[7],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":7,"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[-7],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[7.0],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[7e0],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[07],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[7,],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[,7],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[[7]],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[18446744073709551623],"data_offsets":[756,784]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[7],"data_offsets":[756]})"),
          with_bias(R"("edges.bias":{"dtype":"F32","shape":[7],"data_offsets":[756,784,784]})"),
          replaced(json, R"("format":)", R"("format":"halenet weights","format":)"),
          replaced(json, R"("format":)", R"("note":"1","note":"2","format":)"),
          replaced(json, R"("format":)", R"("note":1,"format":)"),
          replaced(json, R"("format":)", R"("note":"\x","format":)"),
          replaced(json, R"("format":)", R"("note":"\ud800","format":)"),
          replaced(json, R"("format":)", R"("note":"\ud800\u0041","format":)"),
          replaced(json, R"("format":)", R"("note":"\udc00\ud800","format":)"),
          replaced(json, R"("format":)", R"("note":"\udc00\udc00","format":)"),
          replaced(json, R"("format":)", R"("note":"\u12g4","format":)"),
          replaced(json, R"("format":)", "\"note\":\"\xc0\xaf\",\"format\":"),         // longer than need be
          replaced(json, R"("format":)", "\"note\":\"\xe0\x80\xaf\",\"format\":"),     // the same
          replaced(json, R"("format":)", "\"note\":\"\xed\xa0\x80\",\"format\":"),     // a surrogate
          replaced(json, R"("format":)", "\"note\":\"\xf4\x90\x80\x80\",\"format\":"), // beyond Unicode
          replaced(json, R"("format":)", "\"note\":\"\x80\",\"format\":"),
          replaced(json, R"("format":)", "\"note\":\"\xf8\",\"format\":"),
          replaced(json, R"("format":)", "\"note\":\"a\nb\",\"format\":"),
          replaced(json, R"("__metadata__":)", R"("__metadata__":{},"__metadata__":)"),
          replaced(json, R"("__metadata__":)", R"("__metadata__":[],"x":)")}) {
        INFO(damaged);
        CHECK_FALSE(file.by_core(file.content_with(damaged)).weights);
        file.check_same_verdict(file.content_with(damaged));
    }
    file.check_refused(file.content_with("not JSON"), "is not one of safetensors at its byte 1;");
    file.check_refused(file.content_with(replaced(json, R"("F32")", R"('F32')")),
                       "at its byte " + std::to_string(json.find(R"("F32")") + 1) + ";");
}

TEST_CASE("deep nesting and long headers are refused, however deep and long", "[core][load_file]") {
    WeightsFile file;
    for (const std::string mark : {"[", "{\"a\":"}) {
        std::string json;
        while (json.size() < longest_weights_header / 2)
            json += mark;
        file.check_refused(file.content_with(json), "not one of safetensors");
    }
    const std::string spaces(longest_weights_header + 1, ' ');
    file.check_refused(file.content_with(to_json(file.header) + spaces), "announces a header that is longer");
    for (const std::uint64_t length : {std::uint64_t{1} << 40, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
        std::string content = file.content();
        std::memcpy(content.data(), &length, sizeof length);
        file.check_refused(content, "announces a header that is longer");
    }
}

TEST_CASE("every truncation is refused", "[core][load_file]") {
    WeightsFile file;
    const std::string whole = file.content();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Verdict core = file.by_core(whole.substr(0, length));
        REQUIRE(core.code == HALENET_BAD_WEIGHTS);
    }
    file.check_refused(whole.substr(0, 5), "holds 5 bytes, which are too few");
}

TEST_CASE("whatever a header's byte becomes, both loaders say the same", "[core][load_file]") {
    WeightsFile file;
    const std::string whole = file.content();
    const std::string values("\x00 \"[]{},:9e\\\x80\xff", 14);
    for (std::size_t place = 0; place < whole.size() - file.data.size(); ++place) {
        for (std::size_t k = place % 3; k < values.size(); k += 3) {
            std::string damaged = whole;
            damaged[place] = values[k];
            INFO("byte " << place << " is " << int{values[k]});
            file.check_same_verdict(damaged);
        }
    }
}

TEST_CASE("mistakes in a call are refused", "[core][load_file]") {
    Instance instance(tiny_api, 16);
    halenet_status status = tiny_load_file(instance.get(), nullptr, 10);
    CHECK(status.code == HALENET_INVALID_ARGUMENT);
    CHECK_THAT(std::string(status.sentence), ContainsSubstring("the weights file is null"));
    status = tiny_load_file(nullptr, "", 0);
    CHECK(status.code == HALENET_INVALID_ARGUMENT);
}
