#include <cstring>
#include <limits>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "tests/runtime/weights_file.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;

TEST_CASE("weights are read back bit for bit") {
    const ExampleModel model;
    const TemporaryFolder folder;
    const std::vector<float> parameters = model.parameters(1);
    save_weights(folder / "weights", model.info(), parameters);
    CHECK(bits_of(load_weights(folder / "weights", model.info())) == bits_of(parameters));
}

TEST_CASE("any table of tensors survives saving and loading") {
    SplitMix random(42);
    const TemporaryFolder folder;
    for (int round = 0; round < 50; ++round) {
        std::vector<ExampleModel::Tensor> tensors(1 + random.below(12));
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            // Names in an order that is not the alphabet's, so that sorting by name anywhere would show.
            tensors[i].name = "layer" + std::to_string((i * 7 + 3) % 13) + ".weights";
            tensors[i].shape.resize(1 + random.below(4));
            for (std::int32_t &extent : tensors[i].shape)
                extent = static_cast<std::int32_t>(1 + random.below(7));
        }
        const ExampleModel model(tensors);
        const std::vector<float> parameters = model.parameters(random.next());
        save_weights(folder / "weights", model.info(), parameters);
        CHECK(bits_of(load_weights(folder / "weights", model.info())) == bits_of(parameters));
    }
}

TEST_CASE("the file is safetensors with the canonical array as its data, and tells what it holds") {
    const ExampleModel model;
    const TemporaryFolder folder;
    const std::vector<float> parameters = model.parameters(1);
    save_weights(folder / "weights", model.info(), parameters, {{"epochs", "3"}});
    const std::string content = content_of(folder / "weights");
    std::uint64_t header_bytes = 0;
    std::memcpy(&header_bytes, content.data(), sizeof header_bytes);
    CHECK(header_bytes % 8 == 0);
    CHECK(content.substr(8 + header_bytes) ==
          std::string(reinterpret_cast<const char *>(parameters.data()), parameters.size() * sizeof(float)));

    const WeightsHeader header = parse_weights_header(content.substr(8, header_bytes), "weights");
    CHECK(header.tensors.at("c1.weights") ==
          WeightsHeader::Tensor{.dtype = "F32", .shape = {2, 3, 3, 1}, .begin = 0, .end = 72});
    CHECK(header.tensors.at("c1.bias") == WeightsHeader::Tensor{.dtype = "F32", .shape = {2}, .begin = 72, .end = 80});
    CHECK(header.tensors.at("output.weights") ==
          WeightsHeader::Tensor{.dtype = "F32", .shape = {3, 2}, .begin = 80, .end = 104});
    CHECK(header.tensors.size() == 3);
    CHECK(header.metadata.at("model") == "Example");
    CHECK(header.metadata.at("model_hash") == std::string(64, 'a'));
    CHECK(header.metadata.at("normalisation.mean") == "0.1307");
    CHECK(header.metadata.at("normalisation.deviation") == "0.3081");
    CHECK(header.metadata.at("format_version") == "1");
    CHECK(header.metadata.at("epochs") == "3");
    CHECK(header.metadata.at("layers") == "image Input 28x28x1, c1 Conv2D 26x26x2, s2 AveragePool2D 13x13x2");
    for (const std::string key : {"format", "layout", "normalisation", "halenet_version"})
        CHECK_FALSE(header.metadata.at(key).empty());
}

TEST_CASE("the same weights give the same bytes") {
    const ExampleModel model;
    const TemporaryFolder folder;
    const std::map<std::string, std::string> metadata = {{"b", "2"}, {"a", "1"}};
    save_weights(folder / "first", model.info(), model.parameters(1), metadata);
    save_weights(folder / "second", model.info(), model.parameters(1), metadata);
    CHECK(content_of(folder / "first") == content_of(folder / "second"));
}

TEST_CASE("tensors may lie in another order in the file") {
    WeightsFile file;
    const std::string weights = file.data.substr(0, 72), bias = file.data.substr(72, 8), output = file.data.substr(80);
    file.data = output + bias + weights;
    file.header.tensors["output.weights"].begin = 0, file.header.tensors["output.weights"].end = 24;
    file.header.tensors["c1.bias"].begin = 24, file.header.tensors["c1.bias"].end = 32;
    file.header.tensors["c1.weights"].begin = 32, file.header.tensors["c1.weights"].end = 104;
    const auto path = file.folder.file("reordered", file.content());
    CHECK(bits_of(load_weights(path, file.model.info())) == bits_of(file.model.parameters(1)));
}

TEST_CASE("weights that no one should save are refused, and no file is written") {
    const ExampleModel model;
    const TemporaryFolder folder;
    std::vector<float> parameters = model.parameters(1);
    const auto refusal = [&](const std::map<std::string, std::string> &metadata = {}) {
        const std::string sentence = error_of([&] {
            save_weights(folder / "weights", model.info(), parameters, metadata);
            return 0;
        });
        CHECK(folder.entries() == 0);
        return sentence;
    };
    SECTION("of another count") {
        parameters.pop_back();
        CHECK_THAT(refusal(), ContainsSubstring("25 parameters were given to save, Example has 26"));
    }
    SECTION("not finite") {
        parameters[18] = std::numeric_limits<float>::quiet_NaN();
        CHECK_THAT(refusal(), ContainsSubstring("c1.bias of Example holds an infinite number or no number"));
    }
    SECTION("with metadata under a key of halenet's own") {
        CHECK_THAT(refusal({{"model_hash", "x"}}), ContainsSubstring("\"model_hash\""));
    }
    SECTION("with metadata that are no text") {
        CHECK_THAT(refusal({{"note", "\xff\xfe"}}), ContainsSubstring("not UTF-8"));
    }
}

TEST_CASE("weights of another model are refused with what differs, as both have it") {
    WeightsFile file;
    file.header.metadata["model_hash"] = std::string(64, 'b');
    const auto says = [&](const std::string &theirs, const std::string &ours) {
        CHECK_THAT(file.refusal(), EndsWith(": holds weights of another Example, with " + theirs +
                                            ", but this Example has " + ours + "; train it again"));
    };
    SECTION("a shape") {
        file.header.tensors.at("c1.weights").shape = {8, 5, 5, 1};
        says("c1.weights 8x5x5x1", "c1.weights 2x3x3x1");
    }
    SECTION("a tensor less") {
        file.header.tensors.erase("c1.bias");
        says("no c1.bias", "c1.bias 2");
    }
    SECTION("a tensor more") {
        file.header.tensors["f6.weights"] = {.dtype = "F32", .shape = {4, 7}, .begin = 0, .end = 0};
        says("f6.weights 4x7", "no f6.weights");
    }
    SECTION("the kind of a layer") {
        file.header.metadata["layers"] = "image Input 28x28x1, c1 Conv2D 26x26x2, s2 MaxPool2D 13x13x2";
        says("the layer s2 MaxPool2D 13x13x2", "the layer s2 AveragePool2D 13x13x2");
    }
    SECTION("a layer less") {
        file.header.metadata["layers"] = "image Input 28x28x1, c1 Conv2D 26x26x2";
        says("no further layer", "the layer s2 AveragePool2D 13x13x2");
    }
    SECTION("a layer more") {
        file.header.metadata["layers"] += ", drop Dropout 13x13x2";
        says("the layer drop Dropout 13x13x2", "no further layer");
    }
    SECTION("the normalisation") {
        file.header.metadata["normalisation.mean"] = "0";
        says("a mean of 0 and a deviation of 0.3081", "a mean of 0.1307 and a deviation of 0.3081");
    }
    SECTION("something that no shape shows") {
        says("the same shapes and the hash " + std::string(64, 'b'),
             "the hash " + std::string(64, 'a') +
                 ", so an activation, a stride, a rate or the order of sums is another");
    }
    SECTION("an older file, without a list of layers") {
        file.header.metadata.erase("layers");
        CHECK_THAT(file.refusal(), ContainsSubstring("the same shapes"));
    }
}

TEST_CASE("weights of a model with another name are refused with both names") {
    WeightsFile file;
    file.header.metadata["model"] = "Digits";
    file.header.metadata["model_hash"] = std::string(64, 'b');
    file.header.tensors.at("c1.weights").shape = {8, 5, 5, 1};
    CHECK_THAT(file.refusal(), EndsWith(": holds weights of Digits, with c1.weights 8x5x5x1, but Example has "
                                        "c1.weights 2x3x3x1; train it again"));
    file.header.metadata["model"] = "\x1b[31m";
    CHECK_THAT(file.refusal(), ContainsSubstring(": holds weights of ?[31m, with"));
}

TEST_CASE("safetensors of another origin or version are refused") {
    WeightsFile file;
    SECTION("no metadata") {
        file.header.metadata.clear();
        CHECK_THAT(file.refusal(), ContainsSubstring("was not written by halenet"));
    }
    SECTION("another format") {
        file.header.metadata["format"] = "pt";
        CHECK_THAT(file.refusal(), ContainsSubstring("format \"pt\""));
    }
    SECTION("another version") {
        file.header.metadata["format_version"] = "2";
        CHECK_THAT(file.refusal(), ContainsSubstring("version \"2\"") && ContainsSubstring("version 1 was expected"));
    }
}

TEST_CASE("tensors that are not the model's are refused by name") {
    WeightsFile file;
    WeightsHeader::Tensor &bias = file.header.tensors.at("c1.bias");
    SECTION("missing") {
        file.header.tensors.erase("c1.bias");
        CHECK_THAT(file.refusal(), ContainsSubstring("has no tensor c1.bias"));
    }
    SECTION("unknown") {
        file.header.tensors["c9.bias"] = {.dtype = "F32", .shape = {0}, .begin = 0, .end = 0};
        CHECK_THAT(file.refusal(), ContainsSubstring("has a tensor c9.bias, which Example does not have"));
    }
    SECTION("another dtype") {
        bias.dtype = "F16";
        CHECK_THAT(file.refusal(), ContainsSubstring("tensor c1.bias is of dtype F16, F32 was expected"));
    }
    SECTION("another shape") {
        bias.shape = {2, 1};
        CHECK_THAT(file.refusal(), ContainsSubstring("tensor c1.bias has shape [2, 1], [2] was expected"));
    }
    SECTION("a shape whose product overflows to the right one") {
        bias.shape = {std::uint64_t{1} << 63, 4};
        CHECK_THAT(file.refusal(), ContainsSubstring("[9223372036854775808, 4]"));
    }
    SECTION("too few bytes") {
        bias.end -= 4;
        CHECK_THAT(file.refusal(), ContainsSubstring("tensor c1.bias lies at bytes 72 to 76, 8 bytes were expected"));
    }
    SECTION("an end before the beginning") {
        std::swap(bias.begin, bias.end);
        CHECK_THAT(file.refusal(), ContainsSubstring("c1.bias lies at bytes 80 to 72"));
    }
    SECTION("offsets at the end of the range") {
        bias.begin = std::numeric_limits<std::uint64_t>::max() - 7;
        bias.end = std::numeric_limits<std::uint64_t>::max();
        CHECK_THAT(file.refusal(), ContainsSubstring("c1.bias lies at bytes 18446744073709551608"));
    }
    SECTION("an overlap") {
        bias.begin -= 8, bias.end -= 8;
        CHECK_THAT(file.refusal(), ContainsSubstring("starts at byte 64 of the data, byte 72 was expected"));
    }
    SECTION("a hole") {
        file.header.tensors.at("output.weights").begin += 8;
        file.header.tensors.at("output.weights").end += 8;
        CHECK_THAT(file.refusal(), ContainsSubstring("output.weights starts at byte 88 of the data, byte 80"));
    }
    SECTION("more data than described") {
        file.data += "more";
        CHECK_THAT(file.refusal(), ContainsSubstring("holds 108 bytes of data, its header describes 104"));
    }
}

TEST_CASE("a weight that is not finite is refused with its tensor") {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
        WeightsFile file;
        std::memcpy(file.data.data() + 80, &bad, sizeof bad);
        CHECK_THAT(file.refusal(), ContainsSubstring("tensor output.weights holds an infinite number or no number"));
    }
}

TEST_CASE("every truncation of a weights file is refused") {
    const WeightsFile file;
    const std::string whole = file.content();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        INFO("the first " << length << " of " << whole.size() << " bytes");
        CHECK_FALSE(file.refusal_of(whole.substr(0, length)).empty());
    }
}

TEST_CASE("a path that is no file is refused") {
    const ExampleModel model;
    const TemporaryFolder folder;
    const auto refusal = [&](const std::filesystem::path &path) {
        return error_of([&] { return load_weights(path, model.info()); });
    };
    CHECK_THAT(refusal(folder / "missing"), ContainsSubstring("cannot be opened"));
    CHECK_THAT(refusal(folder.path()), ContainsSubstring("is a folder"));
    CHECK_THAT(refusal("/dev/zero"), ContainsSubstring("is a device or pipe"));
    CHECK_THAT(refusal(folder.file("empty", "")), ContainsSubstring("holds 0 bytes"));
}
