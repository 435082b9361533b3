#include "tests/reader/models.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

namespace halenet::testing {

using namespace description;

ModelDescription lenet5() {
    const auto layer = [](const char *name, Operation operation) {
        return Layer{.name = name, .comment = "", .operation = operation, .output = {}};
    };
    return {.name = "LeNet5",
            .comment = "",
            .layers = {layer("image", Input{{28, 28, 1}, 0.1307, 0.3081}),
                       layer("c1", Conv2D{6, 5, 1, Padding::same, Activation::relu}), layer("s2", MaxPool2D{2, 2}),
                       layer("c3", Conv2D{16, 5, 1, Padding::valid, Activation::relu}), layer("s4", MaxPool2D{2, 2}),
                       layer("flatten", Flatten{}), layer("c5", Dense{120, Activation::relu}),
                       layer("f6", Dense{84, Activation::relu}), layer("output", Dense{10, Activation::softmax})}};
}

namespace {

class RandomModel {
  public:
    explicit RandomModel(std::uint64_t seed) : bits_(seed) {}

    ModelDescription make() {
        shape_ = {between(1, 40), between(1, 40), between(1, 4)};
        add(Input{shape_, real() * 1.0, 0.001 + real() * 0.999});
        for (int spatial = between(0, 5); spatial > 0; --spatial)
            add_spatial();
        add(Flatten{});
        for (int hidden = between(0, 3); hidden > 0; --hidden) {
            if (between(0, 2) == 0)
                add(Dropout{real()});
            else
                add(Dense{between(1, 50), activation()});
        }
        add(Dense{between(2, most_classes), Activation::softmax});
        model_.name = "Random";
        model_.comment = comment();
        if (const auto problems = complete(model_); const Problem *error = first_error(problems))
            throw std::logic_error("the random model is not well-formed: " + error->sentence);
        return model_;
    }

  private:
    int between(int least, int most) {
        return least + static_cast<int>(bits_() % static_cast<unsigned>(most - least + 1));
    }
    double real() { return static_cast<double>(bits_() >> 11) / 9007199254740992.0; } // 53 bits: 0 to below 1

    /// Letters that JSON escapes, and some of several bytes.
    std::string comment() {
        constexpr std::array<std::string_view, 8> pieces = {"a", "\"", "\\", "\n", "\t", "\x01", "µ", "数"};
        std::string text;
        for (int count = between(0, 12); count > 0; --count)
            text += pieces.at(static_cast<std::size_t>(between(0, pieces.size() - 1)));
        return text;
    }

    void add(Operation operation) {
        const std::string name = fmt::format("layer_{}", model_.layers.size());
        model_.layers.push_back({.name = name, .comment = comment(), .operation = operation, .output = {}});
    }

    Activation activation() {
        constexpr std::array inner = {Activation::identity, Activation::relu, Activation::tanh};
        return inner.at(static_cast<std::size_t>(between(0, inner.size() - 1)));
    }

    void add_spatial() {
        switch (between(0, 4)) {
        case 0:
            return add_pool<MaxPool2D>();
        case 1:
            return add_pool<AveragePool2D>();
        case 2:
            return add(Dropout{real()});
        default:
            return add_convolution();
        }
    }

    /// A kernel of at most the extent fits both paddings with every stride.
    void add_convolution() {
        const Padding padding = between(0, 1) ? Padding::same : Padding::valid;
        const int kernel = between(1, least_extent());
        const int stride = between(1, kernel);
        const int filters = between(1, 9);
        add(Conv2D{filters, kernel, stride, padding, activation()});
        const auto left = [&](int extent) {
            return padding == Padding::same ? (extent + stride - 1) / stride : (extent - kernel) / stride + 1;
        };
        shape_ = {left(shape_.height), left(shape_.width), filters};
    }

    template <typename Pool>
    void add_pool() {
        const int size = between(1, std::min(least_extent(), largest_pool));
        const int stride = between(1, size);
        add(Pool{size, stride});
        shape_ = {(shape_.height - size) / stride + 1, (shape_.width - size) / stride + 1, shape_.channels};
    }

    [[nodiscard]] int least_extent() const { return std::min(shape_.height, shape_.width); }

    std::mt19937_64 bits_;
    ModelDescription model_;
    Shape shape_;
};

} // namespace

ModelDescription random_model(std::uint64_t seed) {
    return RandomModel(seed).make();
}

} // namespace halenet::testing
