/// The model description: what the reader produces and the driver consumes, as plain data.
/// It joins two executables that must never be linked together (Clang's LLVM and Halide's), so it knows neither.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace halenet::description {

/// Images in a shard: the unit in which a batch is cut. Part of the numeric contract (it decides the order of sums),
/// never a knob of a plan or a tuner.
inline constexpr int shard_images = 16;

enum class Padding {
    valid, ///< no border: an extent of n becomes n - kernel + 1
    same,  ///< zeros after normalisation around the source: the extent stays; (kernel - 1) / 2 of them come before it
};

enum class Activation {
    identity,
    relu,    ///< select(x < 0, 0, x), so a NaN stays a NaN
    softmax, ///< only of the last layer, with categorical cross-entropy as its loss
};

/// The extents of one image between two layers. A flattened or dense output is 1 x 1 x channels.
struct Shape {
    int height = 1;
    int width = 1;
    int channels = 1;

    [[nodiscard]] std::int64_t elements() const {
        return static_cast<std::int64_t>(height) * width * channels;
    }
    bool operator==(const Shape &) const = default;
};

/// Pixels as bytes; a layer sees (pixel / 255 - mean) / deviation.
struct Input {
    Shape shape;
    double mean = 0.0;
    double deviation = 1.0;
    bool operator==(const Input &) const = default;
};

struct Conv2D {
    int filters = 0;
    int kernel = 0; ///< square, kernel x kernel
    Padding padding = Padding::valid;
    Activation activation = Activation::identity;
    bool operator==(const Conv2D &) const = default;
};

/// Windows of size x size that do not overlap; rows and columns that fill no window are dropped.
struct MaxPool2D {
    int size = 0;
    bool operator==(const MaxPool2D &) const = default;
};

/// Order of the flattened elements: channel fastest, then column, then row.
struct Flatten {
    bool operator==(const Flatten &) const = default;
};

struct Dense {
    int units = 0;
    Activation activation = Activation::identity;
    bool operator==(const Dense &) const = default;
};

using Operation = std::variant<Input, Conv2D, MaxPool2D, Flatten, Dense>;

struct Layer {
    std::string name;    ///< the field's name in the model header, unique, a C identifier
    std::string comment; ///< the field's `///` comment, may be empty
    Operation operation;
    Shape output;                ///< derived by `complete`
    std::int64_t parameters = 0; ///< weights and biases; derived by `complete`
    bool operator==(const Layer &) const = default;
};

struct ModelDescription {
    std::string name; ///< the struct's name, a C identifier
    std::string comment;
    std::vector<Layer> layers; ///< in order; the first is the Input
    bool operator==(const ModelDescription &) const = default;
};

/// A rule of the model language that a description breaks.
struct Problem {
    /// The layer at fault; for a rule about the whole model, `layers.size()`.
    std::size_t layer = 0;
    /// One sentence: the layer's name, what was found, what was expected.
    std::string sentence;
    /// The layer that caused it, where that is another one, and a sentence on it; else `layers.size()` and "".
    std::size_t cause = 0;
    std::string cause_sentence;
};

/// Fills `output` and `parameters` of every layer and checks every rule of the model language:
/// one Input and first; sizes positive; kernels and pools that fit their input; Flatten once, before the first Dense
/// and after the last Conv2D; softmax on the last layer, a Dense, and nowhere else; a MaxPool2D right after a Conv2D;
/// names unique; fewer than 2^31 parameters. Returns every problem found, in layer order; empty means well-formed.
[[nodiscard]] std::vector<Problem> complete(ModelDescription &model);

/// Sum of the layers' parameters.
[[nodiscard]] std::int64_t parameter_count(const ModelDescription &model);

/// SHA-256, as 64 hexadecimal digits, of everything that decides a result or the meaning of a weights file: the numeric
/// contract, each layer's name, kind and numbers. Comments do not count.
[[nodiscard]] std::string model_hash(const ModelDescription &model);

} // namespace halenet::description
