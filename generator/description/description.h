/// The model description: what the reader produces and the driver consumes, as plain data.
/// It joins two executables that must never be linked together (Clang's LLVM and Halide's), so it knows neither.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace halenet::description {

/// Images in a shard: the unit in which a batch is cut. Part of the numeric contract (it decides the order of sums),
/// never a knob of a plan or a tuner.
inline constexpr int shard_images = 16;

/// The order in which numbers are summed: part of the numeric contract too, and of the model's hash.
inline constexpr std::string_view summation =
    "one output a lane and no sum across lanes; over the shards of a batch in index order";

/// Every size in a model (an extent, a count of channels, filters or units, a kernel) is 1 to this.
inline constexpr int largest_size = 65'536;
/// A pooling window's argmax is one byte, and 255 says that ReLU closed the window: 15 x 15 is the most.
inline constexpr int largest_pool = 15;
/// Labels are bytes.
inline constexpr int most_classes = 256;

enum class Padding {
    valid, ///< no border: an extent of n becomes (n - kernel) / stride + 1
    same,  ///< zeros after normalisation around the source: an extent of n becomes ceil(n / stride); of the
           ///< max((ceil(n / stride) - 1) * stride + kernel - n, 0) zeros half, rounded down, come before the source
};

enum class Activation {
    identity,
    relu, ///< select(x < 0, 0, x), so a NaN stays a NaN
    tanh,
    softmax, ///< only of the last layer, with categorical cross-entropy as its loss
};

/// The extents of one image between two layers. A flattened or dense output is 1 x 1 x channels.
struct Shape {
    int height = 1;
    int width = 1;
    int channels = 1;

    [[nodiscard]] std::int64_t elements() const { return static_cast<std::int64_t>(height) * width * channels; }
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
    int stride = 1; ///< rows and columns from one window to the next
    Padding padding = Padding::valid;
    Activation activation = Activation::identity;
    bool operator==(const Conv2D &) const = default;
};

/// The greatest value of each window of size x size: an extent of n becomes (n - size) / stride + 1. Rows and columns
/// that fill no window are dropped.
struct MaxPool2D {
    int size = 0;
    int stride = 0; ///< rows and columns from one window to the next; a header that does not say means the size
    bool operator==(const MaxPool2D &) const = default;
};

/// The mean of each window; windows as MaxPool2D's.
struct AveragePool2D {
    int size = 0;
    int stride = 0;
    bool operator==(const AveragePool2D &) const = default;
};

/// In training each element becomes zero with probability `rate`, else is divided by 1 - rate; otherwise identity.
struct Dropout {
    double rate = 0.0; ///< 0 to below 1
    bool operator==(const Dropout &) const = default;
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

using Operation = std::variant<Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout>;

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

enum class Severity {
    error,   ///< a rule of the model language is broken
    warning, ///< a model, though perhaps not the one that was meant
};

/// How a model header is mended, where that is plain.
struct Fix {
    enum class Kind {
        word,        ///< `text` takes the place of the word at fault, or comes last where that word is left out
        drop_layer,  ///< the layer goes
        layer_before ///< `text`, a layer's type and name, comes before the layer
    };
    Kind kind = Kind::word;
    std::string text; ///< in the model language: "softmax", "Flatten flatten"
};

/// What is wrong with a description.
struct Problem {
    /// The layer at fault; for a rule about the whole model, `layers.size()`.
    std::size_t layer = 0;
    Severity severity = Severity::error;
    /// One sentence: the layer's name, what was found, what was expected.
    std::string sentence;
    /// Which of the layer's numbers, named as in model.json ("kernel", "units"); empty where it is the layer as a
    /// whole.
    std::string_view number;
    /// The layer that caused it, where that is another one, and a sentence on it; else `layers.size()` and "".
    std::size_t cause = 0;
    std::string cause_sentence;
    std::optional<Fix> fix = std::nullopt;
};

/// Fills `output` and `parameters` of every layer and checks every rule of the model language:
///
/// - one Input and first; Flatten once, before the first Dense and after the last Conv2D and pool; softmax on the last
///   layer, a Dense of 2 to 256 units, and nowhere else;
/// - sizes positive; a stride at most its kernel or window; kernels and windows that fit their input, where a kernel
///   with `same` padding fits when each of its taps meets the source somewhere (at stride 1: extent > kernel / 2);
/// - the rate of a Dropout 0 to below 1; the mean of the input 0 to 1 and its deviation 0.001 to 1, in units where a
///   pixel is 0 to 1;
/// - names unique (c1 and C1 count as one) and free of what the generated code reserves;
/// - fewer than 2^31 elements a layer and fewer than 2^31 parameters.
///
/// Warns of rows and columns that a pool drops.
///
/// Returns every problem found, in layer order, those of the whole model last; no error among them means well-formed. A
/// rule that rests on a shape which an earlier problem leaves unknown is not checked, nor are the numbers of the layers
/// whose indexes are in `unread`: of those only the kind and the name are known.
[[nodiscard]] std::vector<Problem> complete(ModelDescription &model, const std::set<std::size_t> &unread = {});

/// The first error among problems; null where there is none.
[[nodiscard]] const Problem *first_error(const std::vector<Problem> &problems);

/// Sum of the layers' parameters.
[[nodiscard]] std::int64_t parameter_count(const ModelDescription &model);

/// SHA-256, as 64 hexadecimal digits, of everything that decides a result or the meaning of a weights file: the numeric
/// contract, each layer's name, kind and numbers. Comments and the model's own name do not count.
[[nodiscard]] std::string model_hash(const ModelDescription &model);

/// The vocabulary's own words: "Conv2D", "same", "relu"; a shape as "5x5x16".
[[nodiscard]] std::string_view kind(const Operation &operation);
[[nodiscard]] std::string_view to_string(Padding padding);
[[nodiscard]] std::string_view to_string(Activation activation);
[[nodiscard]] std::string to_string(const Shape &shape);

} // namespace halenet::description
