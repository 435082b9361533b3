#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <halenet/weights.h>

#include "runtime/weights/header.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/example_model.h"
#include "tests/runtime/temporary_folder.h"

/// So that zeros of both signs and denormal numbers are told apart.
inline std::vector<std::uint32_t> bits_of(const std::vector<float> &values) {
    std::vector<std::uint32_t> bits;
    bits.reserve(values.size());
    for (const float value : values)
        bits.push_back(std::bit_cast<std::uint32_t>(value));
    return bits;
}

/// The first eight bytes of a safetensors file.
inline std::string length_prefix(std::uint64_t length) {
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes;
}

/// A file of good weights, taken apart so that a test can damage one thing.
struct WeightsFile {
    ExampleModel model;
    TemporaryFolder folder;
    halenet::WeightsHeader header;
    std::string data;

    WeightsFile() {
        halenet::save_weights(folder / "good", model.info(), model.parameters(1));
        const std::string content = content_of(folder / "good");
        std::uint64_t header_bytes = 0;
        std::memcpy(&header_bytes, content.data(), sizeof header_bytes);
        header = halenet::parse_weights_header(content.substr(8, header_bytes), "good");
        data = content.substr(8 + header_bytes);
    }

    [[nodiscard]] std::string content() const { return content_with(halenet::to_json(header)); }
    [[nodiscard]] std::string content_with(const std::string &json) const {
        return length_prefix(json.size()) + json + data;
    }

    /// What loading the damaged file says.
    [[nodiscard]] std::string refusal() const { return refusal_of(content()); }
    [[nodiscard]] std::string refusal_of(const std::string &content) const {
        const auto path = folder.file("damaged", content);
        const std::string sentence = error_of([&] { return halenet::load_weights(path, model.info()); });
        CHECK_THAT(sentence, Catch::Matchers::StartsWith(path.string()));
        return sentence;
    }
};
