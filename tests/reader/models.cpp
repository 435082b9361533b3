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
                       layer("c1", Conv2D{6, 5, Padding::same, Activation::relu}), layer("s2", MaxPool2D{2}),
                       layer("c3", Conv2D{16, 5, Padding::valid, Activation::relu}), layer("s4", MaxPool2D{2}),
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
        for (int convolutions = between(0, 3); convolutions > 0; --convolutions)
            add_convolution();
        add(Flatten{});
        for (int hidden = between(0, 2); hidden > 0; --hidden)
            add(Dense{between(1, 50), between(0, 1) ? Activation::relu : Activation::identity});
        add(Dense{between(2, most_classes), Activation::softmax});
        model_.name = "Random";
        model_.comment = comment();
        if (const auto problems = complete(model_); !problems.empty())
            throw std::logic_error("the random model is not well-formed: " + problems.front().sentence);
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

    void add_convolution() {
        const int extent = std::min(shape_.height, shape_.width);
        const Padding padding = between(0, 1) ? Padding::same : Padding::valid;
        const int kernel = between(1, padding == Padding::valid ? extent : 2 * extent - 1);
        const int lost = padding == Padding::valid ? kernel - 1 : 0;
        const int filters = between(1, 9);
        add(Conv2D{filters, kernel, padding, between(0, 1) ? Activation::relu : Activation::identity});
        shape_ = {shape_.height - lost, shape_.width - lost, filters};
        if (between(0, 1)) {
            const int size = between(1, std::min({shape_.height, shape_.width, largest_pool}));
            add(MaxPool2D{size});
            shape_ = {shape_.height / size, shape_.width / size, filters};
        }
    }

    std::mt19937_64 bits_;
    ModelDescription model_;
    Shape shape_;
};

} // namespace

ModelDescription random_model(std::uint64_t seed) {
    return RandomModel(seed).make();
}

} // namespace halenet::testing
