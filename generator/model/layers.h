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
/// header is needed. Sizes are signed so that the reader, which knows the layers around them, can say what is wrong
/// with one.
#pragma once

namespace halenet {

/// What a struct derives from to be a model.
struct Model {};

// Sizes, one word each, so that a model reads aloud.

/// Rows of an image, in pixels.
template <int rows>
struct Height {};

/// Columns of an image, in pixels.
template <int columns>
struct Width {};

/// Numbers a pixel: 1 grey, 3 colours.
template <int count>
struct Channels {};

/// Mean of the pixels over the training set, in units where a pixel is 0 to 1.
template <double value>
struct Mean {};

/// Standard deviation of the pixels over the training set, in the same units.
template <double value>
struct Deviation {};

/// Output channels of a convolution.
template <int count>
struct Filters {};

/// Extent of a convolution's window, in rows and columns: it is square.
template <int extent>
struct Kernel {};

/// Outputs of a dense layer.
template <int count>
struct Units {};

/// The border of a convolution.
enum class Padding {
    valid, ///< none: an extent of n becomes n - kernel + 1
    same,  ///< zeros around the normalised source, so that the extent stays; (kernel - 1) / 2 of them come before it
};

/// What follows a layer's sums.
enum class Activation {
    identity, ///< nothing
    relu,     ///< negative sums become zero
    softmax,  ///< probabilities of the classes; the last layer has it, with categorical cross-entropy as its loss
};
using enum Activation;

// The words of a layer stand in one order. `Size<Filters>` and `Real<Mean>` say which word stands where.

template <template <int> class Word, typename T>
inline constexpr bool is_size = false;
template <template <int> class Word, int value>
inline constexpr bool is_size<Word, Word<value>> = true;
template <typename T, template <int> class Word>
concept Size = is_size<Word, T>;

template <template <double> class Word, typename T>
inline constexpr bool is_real = false;
template <template <double> class Word, double value>
inline constexpr bool is_real<Word, Word<value>> = true;
template <typename T, template <double> class Word>
concept Real = is_real<Word, T>;

// Layers.

/// Images of bytes, the first layer of every model. The next layer sees (pixel / 255 - mean) / deviation.
template <Size<Height> height, Size<Width> width, Size<Channels> channels, Real<Mean> mean = Mean<0.0>,
          Real<Deviation> deviation = Deviation<1.0>>
struct Input {};

/// Convolution with a bias, stride 1.
template <Size<Filters> filters, Size<Kernel> kernel, Padding padding = Padding::valid,
          Activation activation = identity>
struct Conv2D {};

/// The greatest value of each size x size window; windows do not overlap, and rows and columns that fill none are
/// dropped.
template <int size>
struct MaxPool2D {};

/// Rows, columns and channels become one row of numbers: channel fastest, then column, then row.
struct Flatten {};

/// Fully connected layer with a bias.
template <Size<Units> units, Activation activation = identity>
struct Dense {};

} // namespace halenet
