#include "tests/golden/golden.h"

#include "tests/reference/random.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace halenet::golden {

namespace {

constexpr std::size_t image_count = 33;
constexpr std::size_t side = 28;

/// SplitMix64's sequence from state 0, as a table.
std::vector<std::uint64_t> mixed(std::size_t count) {
    reference::Random random(0);
    std::vector<std::uint64_t> bits(count);
    for (std::uint64_t &element : bits) {
        element = random.bits();
    }
    return bits;
}

std::string contents(const std::string &file) {
    std::ifstream stream(HALENET_GOLDEN_FOLDER "/" + file, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read the golden file " + file);
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

xt::xtensor<std::uint8_t, 4> images() {
    const auto bits = mixed(image_count * side * side);
    xt::xtensor<std::uint8_t, 4> images(std::array<std::size_t, 4>{image_count, side, side, 1}, std::uint8_t{0});
    for (std::size_t n = 0; n < image_count; ++n) {
        const auto centre_x = static_cast<int>(9 + n % 10);
        const auto centre_y = static_cast<int>(9 + n % 7);
        const auto radius = static_cast<int>(5 + n % 4);
        for (std::size_t y = 0; y < side; ++y) {
            for (std::size_t x = 0; x < side; ++x) {
                const int dx = static_cast<int>(x) - centre_x;
                const int dy = static_cast<int>(y) - centre_y;
                if (dx * dx + dy * dy < radius * radius) {
                    images(n, y, x, 0) = static_cast<std::uint8_t>(bits[(n * side + y) * side + x] >> 56);
                }
            }
        }
    }
    return images;
}

xt::xtensor<std::uint8_t, 1> labels() {
    auto labels = xt::xtensor<std::uint8_t, 1>::from_shape({image_count});
    for (std::size_t n = 0; n < image_count; ++n) {
        labels(n) = static_cast<std::uint8_t>(n % 10);
    }
    return labels;
}

xt::xtensor<float, 1> initial_parameters() {
    struct Layer {
        std::size_t count;
        double bound;
    };
    constexpr std::array<Layer, 5> layers = {{{6 * 25 + 6, 0.25},
                                              {16 * 150 + 16, 0.0625},
                                              {120 * 400 + 120, 0.0625},
                                              {84 * 120 + 84, 0.0625},
                                              {10 * 84 + 10, 0.125}}};
    constexpr std::size_t parameters = 61706;
    auto result = xt::xtensor<float, 1>::from_shape({parameters});
    reference::Random random(0);
    std::size_t offset = 0;
    for (const Layer &layer : layers) {
        for (std::size_t k = 0; k < layer.count; ++k) {
            result(offset++) = static_cast<float>(layer.bound * random.uniform());
        }
    }
    return result;
}

description::ModelDescription lenet5() {
    using namespace description;
    const auto layer = [](const char *name, Operation operation) {
        return Layer{.name = name, .comment = "", .operation = operation, .output = {}, .parameters = 0};
    };
    return {
        .name = "LeNet5",
        .comment = "",
        .layers = {
            layer("image",
                  Input{.shape = {.height = 28, .width = 28, .channels = 1}, .mean = 0.1307, .deviation = 0.3081}),
            layer("c1", Conv2D{.filters = 6, .kernel = 5, .padding = Padding::same, .activation = Activation::relu}),
            layer("s2", MaxPool2D{.size = 2, .stride = 2}),
            layer("c3", Conv2D{.filters = 16, .kernel = 5, .padding = Padding::valid, .activation = Activation::relu}),
            layer("s4", MaxPool2D{.size = 2, .stride = 2}), layer("flatten", Flatten{}),
            layer("c5", Dense{.units = 120, .activation = Activation::relu}),
            layer("f6", Dense{.units = 84, .activation = Activation::relu}),
            layer("output", Dense{.units = 10, .activation = Activation::softmax})}};
}

nlohmann::json record() {
    return nlohmann::json::parse(contents("golden.json"));
}

std::map<std::string, std::vector<float>> tensors(const std::string &file) {
    static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");
    const std::string bytes = contents(file);
    std::uint64_t header_bytes = 0;
    std::memcpy(&header_bytes, bytes.data(), sizeof header_bytes);
    const std::size_t data = sizeof header_bytes + header_bytes;
    std::map<std::string, std::vector<float>> result;
    const auto header = nlohmann::json::parse(bytes.substr(sizeof header_bytes, header_bytes));
    for (const auto &[name, entry] : header.items()) {
        const auto begin = entry.at("data_offsets").at(0).get<std::size_t>();
        const auto end = entry.at("data_offsets").at(1).get<std::size_t>();
        std::vector<float> values((end - begin) / sizeof(float));
        std::memcpy(values.data(), bytes.substr(data + begin, end - begin).data(), end - begin);
        result.emplace(name, std::move(values));
    }
    return result;
}

Distance distance(std::span<const float> golden, std::span<const float> found) {
    if (golden.size() != found.size()) {
        throw std::runtime_error("a golden tensor has " + std::to_string(golden.size()) + " elements, and " +
                                 std::to_string(found.size()) + " were found");
    }
    Distance result;
    for (std::size_t k = 0; k < golden.size(); ++k) {
        const double difference = static_cast<double>(golden[k]) - static_cast<double>(found[k]);
        // Not std::max: it would drop a NaN.
        result.largest = std::abs(difference) <= result.largest ? result.largest : std::abs(difference);
        result.rms += difference * difference / static_cast<double>(golden.size());
        result.scale = std::max(result.scale, std::abs(static_cast<double>(golden[k])));
    }
    result.rms = std::sqrt(result.rms);
    return result;
}

} // namespace halenet::golden
