#include "generator/description/description.h"

#include "generator/description/fields.h"

#include <fmt/format.h>
#include <sha2.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace halenet::description {
namespace {

struct CanonicalText {
    std::string &text;

    void operator()(std::string_view name, int value) const { fmt::format_to(out(), " {}={}", name, value); }
    /// In hexadecimal, which is exact.
    void operator()(std::string_view name, double value) const { fmt::format_to(out(), " {}={:a}", name, value); }
    template <typename Word>
    void operator()(std::string_view name, Word value) const {
        fmt::format_to(out(), " {}={}", name, to_string(value));
    }

  private:
    [[nodiscard]] std::back_insert_iterator<std::string> out() const { return std::back_inserter(text); }
};

} // namespace

const Problem *first_error(const std::vector<Problem> &problems) {
    const auto found = std::find_if(problems.begin(), problems.end(),
                                    [](const Problem &problem) { return problem.severity == Severity::error; });
    return found == problems.end() ? nullptr : &*found;
}

std::int64_t parameter_count(const ModelDescription &model) {
    std::int64_t sum = 0;
    for (const Layer &layer : model.layers)
        sum += layer.parameters;
    return sum;
}

std::string model_hash(const ModelDescription &model) {
    std::string text = fmt::format("halenet model 2\nshard_images={}\nsummation={}\n", shard_images, summation);
    for (const Layer &layer : model.layers) {
        fmt::format_to(std::back_inserter(text), "{} {}", layer.name, kind(layer.operation));
        std::visit([&](const auto &operation) { visit_numbers(operation, CanonicalText{text}); }, layer.operation);
        text += '\n';
    }
    std::array<char, SHA256_DIGEST_STRING_LENGTH> digits{};
    SHA256Data(reinterpret_cast<const std::uint8_t *>(text.data()), text.size(), digits.data());
    return digits.data();
}

std::string_view kind(const Operation &operation) {
    return kinds.at(operation.index());
}

std::string_view to_string(Padding padding) {
    return padding == Padding::same ? "same" : "valid";
}

std::string_view to_string(Activation activation) {
    switch (activation) {
    case Activation::identity:
        return "identity";
    case Activation::relu:
        return "relu";
    case Activation::tanh:
        return "tanh";
    case Activation::softmax:
        return "softmax";
    }
    return "unknown";
}

std::string to_string(const Shape &shape) {
    return fmt::format("{}x{}x{}", shape.height, shape.width, shape.channels);
}

} // namespace halenet::description
