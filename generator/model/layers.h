/// The vocabulary in which a model is written: a struct that derives from Model, each field a layer.
///
///     struct Net : Model {
///         Input<Height<28>, Width<28>, Channels<1>>           image;
///         Conv2D<Filters<6>, Kernel<5>, Padding::same, relu>  c1;
///         ...
///     };
///
/// Field order is layer order, field names are layer names, and `///` comments travel into what is generated. Nothing
/// here computes: halenet-reader reads the types. So any C++20 compiler and editor understands a model; no standard
/// header is needed. Every argument of a layer is a value, so that those with a default can be left out; their order
/// stays. A compiler refuses words that are no layer's; what the layers around one ask of it only the reader knows.
#pragma once

namespace halenet {

/// What a struct derives from to be a model.
struct Model {};

/// The border of a convolution. Out of an extent of n comes one of
enum class Padding {
    valid, ///< (n - kernel) / stride + 1: no border
    same,  ///< n / stride, rounded up: as many zeros as that needs around the normalised source, the odd one after it
};

/// What follows a layer's sums.
enum class Activation {
    identity, ///< nothing
    relu,     ///< negative sums become zero
    tanh,     ///< the hyperbolic tangent: -1 to 1
    softmax,  ///< probabilities of the classes; the last layer has it, with categorical cross-entropy as its loss
};
using enum Activation;

/// How the words are told apart; a model does not name them.
enum class Word { height, width, channels, mean, deviation, filters, kernel, stride, units, padding, activation, bare };

/// A word with its number: Kernel<5> is a Number<Word::kernel, 5>.
template <Word word, auto value>
struct Number {};

// The words, so that a model reads aloud.

/// Rows of an image, in pixels.
template <int rows>
inline constexpr Number<Word::height, rows> Height{};

/// Columns of an image, in pixels.
template <int columns>
inline constexpr Number<Word::width, columns> Width{};

/// Numbers a pixel: 1 grey, 3 colours.
template <int count>
inline constexpr Number<Word::channels, count> Channels{};

/// Mean of the pixels over the training set, in units where a pixel is 0 to 1.
template <auto value>
inline constexpr Number<Word::mean, static_cast<double>(value)> Mean{};

/// Standard deviation of the pixels over the training set, in the same units.
template <auto value>
inline constexpr Number<Word::deviation, static_cast<double>(value)> Deviation{};

/// Output channels of a convolution.
template <int count>
inline constexpr Number<Word::filters, count> Filters{};

/// Extent of a convolution's window, in rows and columns: it is square.
template <int extent>
inline constexpr Number<Word::kernel, extent> Kernel{};

/// Rows, and columns, from one window to the next.
template <int step>
inline constexpr Number<Word::stride, step> Stride{};

/// Outputs of a dense layer.
template <int count>
inline constexpr Number<Word::units, count> Units{};

// Which words are given.

template <Word word, auto value>
constexpr Word word_of(Number<word, value> /*found*/) {
    return word;
}
constexpr Word word_of(Padding /*found*/) {
    return Word::padding;
}
constexpr Word word_of(Activation /*found*/) {
    return Word::activation;
}
constexpr Word word_of(auto /*found*/) {
    return Word::bare;
}

/// Whether `words` are the first `required` of `order`, then any of the others, in order and once each.
template <int required, Word... order>
constexpr bool are_in_order(auto... words) {
    constexpr int count = sizeof...(order);
    const Word expected[] = {order...};
    const Word found[] = {word_of(words)..., Word::bare};
    int next = 0;
    for (unsigned index = 0; index < sizeof...(words); ++index, ++next) {
        while (next >= required && next < count && expected[next] != found[index])
            ++next;
        if (next == count || expected[next] != found[index])
            return false;
    }
    return next >= required;
}

/// Whether every size is 1 to `most`; what is no size always is.
template <int most>
constexpr bool is_size_up_to(auto /*word*/) {
    return true;
}
template <int most>
constexpr bool is_size_up_to(int size) {
    return size >= 1 && size <= most;
}
template <int most, Word word, int size>
constexpr bool is_size_up_to(Number<word, size> /*word*/) {
    return size >= 1 && size <= 65536;
}

constexpr bool is_rate(auto /*word*/) {
    return false;
}
constexpr bool is_rate(int rate) {
    return rate == 0;
}
constexpr bool is_rate(double rate) {
    return rate >= 0 && rate < 1;
}

// Layers. Words with a default may be left out.

/// Images of bytes, the first layer of every model. The next layer sees (pixel / 255 - mean) / deviation.
/// Input<Height<28>, Width<28>, Channels<1>, Mean<0.0>, Deviation<1.0>>
template <auto... words>
struct Input {
    static_assert(are_in_order<3, Word::height, Word::width, Word::channels, Word::mean, Word::deviation>(words...),
                  "Input takes Height, Width and Channels, then Mean and Deviation if they are not 0 and 1");
    static_assert((is_size_up_to<0>(words) && ...), "sizes are 1 to 65536");
};

/// Convolution with a bias.
/// Conv2D<Filters<6>, Kernel<5>, Stride<1>, Padding::valid, identity>
template <auto... words>
struct Conv2D {
    static_assert(
        are_in_order<2, Word::filters, Word::kernel, Word::stride, Word::padding, Word::activation>(words...),
        "Conv2D takes Filters and Kernel, then Stride, Padding:: and an activation if they are not 1, valid, identity");
    static_assert((is_size_up_to<0>(words) && ...), "sizes are 1 to 65536");
};

/// The greatest value of each size x size window. Rows and columns that fill no window are dropped. The stride is the
/// size where it is not given, so that windows do not overlap.
/// MaxPool2D<2>   MaxPool2D<3, Stride<2>>
template <auto... words>
struct MaxPool2D {
    static_assert(are_in_order<1, Word::bare, Word::stride>(words...),
                  "MaxPool2D takes its size, then Stride if that is not the size: MaxPool2D<3, Stride<2>>");
    static_assert((is_size_up_to<15>(words) && ...), "the size of a pool is 1 to 15, and its stride 1 to the size");
};

/// The mean of each window; windows as MaxPool2D's.
template <auto... words>
struct AveragePool2D {
    static_assert(are_in_order<1, Word::bare, Word::stride>(words...),
                  "AveragePool2D takes its size, then Stride if that is not the size: AveragePool2D<3, Stride<2>>");
    static_assert((is_size_up_to<15>(words) && ...), "the size of a pool is 1 to 15, and its stride 1 to the size");
};

/// Rows, columns and channels become one row of numbers: channel fastest, then column, then row.
struct Flatten {};

/// Fully connected layer with a bias.
/// Dense<Units<10>, identity>
template <auto... words>
struct Dense {
    static_assert(are_in_order<1, Word::units, Word::activation>(words...),
                  "Dense takes Units, then an activation if it is not identity");
    static_assert((is_size_up_to<0>(words) && ...), "sizes are 1 to 65536");
};

/// In training each number becomes zero with this probability, and the others grow to make up for it; a trained
/// network passes them on as they are.
/// Dropout<0.25>
template <auto... words>
struct Dropout {
    static_assert(are_in_order<1, Word::bare>(words...) && (is_rate(words) && ...),
                  "Dropout takes its rate, 0 to below 1: Dropout<0.25>");
};

} // namespace halenet
