#include "tests/random_models/random_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

namespace halenet::testing {

using namespace description;

namespace {

class Draw {
  public:
    explicit Draw(std::uint64_t seed) : engine_(seed) {}

    int between(int least, int most) {
        return least + static_cast<int>(engine_() % static_cast<std::uint64_t>(most - least + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }
    template <typename Choice>
    Choice one_of(const std::vector<Choice> &choices) {
        return choices[static_cast<std::size_t>(between(0, static_cast<int>(choices.size()) - 1))];
    }

  private:
    std::mt19937_64 engine_; // its numbers are the standard's, on every machine
};

class Writer {
  public:
    explicit Writer(std::uint64_t seed) : draw_(seed), name_(fmt::format("Random{}", seed)) {}

    ModelDescription write() {
        add(Input{{draw_.between(6, 17), draw_.between(6, 17), draw_.between(1, 3)},
                  draw_.chance(50) ? 0.25 : 0.0,
                  draw_.chance(50) ? 0.5 : 1.0});
        for (int left = draw_.between(0, 4); left > 0; --left)
            add_spatial();
        add(Flatten{});
        for (int left = draw_.between(0, 3); left > 0; --left)
            add_flat();
        add(Dense{draw_.between(2, 12), Activation::softmax});
        ModelDescription model = description_;
        for (const Problem &problem : complete(model))
            if (problem.severity == Severity::error)
                throw std::logic_error("a random model is not well-formed: " + problem.sentence);
        return model;
    }

  private:
    void add(Operation operation) {
        description_.name = name_;
        description_.layers.push_back({.name = fmt::format("l{}", description_.layers.size()),
                                       .comment = "",
                                       .operation = std::move(operation),
                                       .output = {}});
    }

    /// What the layers so far leave.
    [[nodiscard]] Shape shape() const {
        ModelDescription so_far = description_;
        so_far.layers.push_back({.name = "rest", .comment = "", .operation = Flatten{}, .output = {}});
        (void)complete(so_far); // the end is missing, and said to be
        return so_far.layers[so_far.layers.size() - 2].output;
    }

    Activation activation() {
        return draw_.one_of<Activation>({Activation::identity, Activation::relu, Activation::tanh});
    }

    void add_spatial() {
        const Shape source = shape();
        const int extent = std::min(source.height, source.width);
        const int kind = draw_.between(0, 9);
        if (kind < 5) {
            const Padding padding = draw_.chance(50) ? Padding::same : Padding::valid;
            const int kernel = draw_.between(1, std::min(extent, 5));
            add(Conv2D{draw_.between(1, 11), kernel, draw_.between(1, std::min(kernel, 3)), padding, activation()});
            if (const Shape left = shape(); draw_.chance(50) && std::min(left.height, left.width) >= 2) {
                const int size = draw_.between(2, std::min({left.height, left.width, 3}));
                add(MaxPool2D{size, size}); // the fused path
            }
        } else if (kind < 9 && extent >= 2) {
            const int size = draw_.between(1, std::min(extent, 5)), stride = draw_.between(1, size);
            draw_.chance(50) ? add(MaxPool2D{size, stride}) : add(AveragePool2D{size, stride});
        } else {
            add(Dropout{0.25});
        }
    }

    void add_flat() { draw_.chance(70) ? add(Dense{draw_.between(1, 23), activation()}) : add(Dropout{0.5}); }

    Draw draw_;
    std::string name_;
    ModelDescription description_;
};

std::string stride_word(int stride, int usual) {
    return stride == usual ? "" : fmt::format(", Stride<{}>", stride);
}

std::string spelled(const Input &input) {
    return fmt::format("Input<Height<{}>, Width<{}>, Channels<{}>, Mean<{}>, Deviation<{}>>", input.shape.height,
                       input.shape.width, input.shape.channels, input.mean, input.deviation);
}
std::string spelled(const Conv2D &conv) {
    return fmt::format("Conv2D<Filters<{}>, Kernel<{}>{}, Padding::{}, {}>", conv.filters, conv.kernel,
                       stride_word(conv.stride, 1), to_string(conv.padding), to_string(conv.activation));
}
std::string spelled(const MaxPool2D &pool) {
    return fmt::format("MaxPool2D<{}{}>", pool.size, stride_word(pool.stride, pool.size));
}
std::string spelled(const AveragePool2D &pool) {
    return fmt::format("AveragePool2D<{}{}>", pool.size, stride_word(pool.stride, pool.size));
}
std::string spelled(const Flatten & /*flatten*/) {
    return "Flatten";
}
std::string spelled(const Dense &dense) {
    return fmt::format("Dense<Units<{}>, {}>", dense.units, to_string(dense.activation));
}
std::string spelled(const Dropout &dropout) {
    return fmt::format("Dropout<{}>", dropout.rate);
}

} // namespace

ModelDescription random_model(std::uint64_t seed) {
    return Writer(seed).write();
}

std::string header_of(const ModelDescription &model) {
    std::string text =
        "#pragma once\n#include \"layers.h\"\n\nnamespace halenet::models {\n\nstruct " + model.name + " : Model {\n";
    for (const Layer &layer : model.layers)
        text += fmt::format("    {} {};\n",
                            std::visit([](const auto &words) { return spelled(words); }, layer.operation), layer.name);
    return text + "};\n\n} // namespace halenet::models\n";
}

} // namespace halenet::testing
