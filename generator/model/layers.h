/// The vocabulary in which a model is written: a struct that derives from Model, each field a layer.
///
///     struct Net : Model {
///         Input<Height<28>, Width<28>, Channels<1>>           image;
///         Conv2D<Filters<6>, Kernel<5>, Padding::same, relu>  c1;
///         ...
///     };
///
/// Field order is layer order, field names are layer names, and `///` comments travel into what is generated. Nothing here
/// computes: halenet-reader reads the types. So any C++20 compiler and editor understands a model; no standard header is
/// needed. Sizes are signed so that the reader, which knows the layers around them, can say what is wrong with one.
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

// A template's words stand in one order; these tell which word stands where.

template <typename T>
inline constexpr bool is_height = false;
template <int rows>
inline constexpr bool is_height<Height<rows>> = true;

template <typename T>
inline constexpr bool is_width = false;
template <int columns>
inline constexpr bool is_width<Width<columns>> = true;

template <typename T>
inline constexpr bool is_channels = false;
template <int count>
inline constexpr bool is_channels<Channels<count>> = true;

template <typename T>
inline constexpr bool is_mean = false;
template <double value>
inline constexpr bool is_mean<Mean<value>> = true;

template <typename T>
inline constexpr bool is_deviation = false;
template <double value>
inline constexpr bool is_deviation<Deviation<value>> = true;

template <typename T>
inline constexpr bool is_filters = false;
template <int count>
inline constexpr bool is_filters<Filters<count>> = true;

template <typename T>
inline constexpr bool is_kernel = false;
template <int extent>
inline constexpr bool is_kernel<Kernel<extent>> = true;

template <typename T>
inline constexpr bool is_units = false;
template <int count>
inline constexpr bool is_units<Units<count>> = true;

// Layers.

/// Images of bytes, the first layer of every model. The next layer sees (pixel / 255 - mean) / deviation.
template <typename HeightWord, typename WidthWord, typename ChannelsWord, typename MeanWord = Mean<0.0>,
          typename DeviationWord = Deviation<1.0>>
    requires is_height<HeightWord> && is_width<WidthWord> && is_channels<ChannelsWord> && is_mean<MeanWord> &&
             is_deviation<DeviationWord>
struct Input {};

/// Convolution with a bias, stride 1.
template <typename FiltersWord, typename KernelWord, Padding padding = Padding::valid, Activation activation = identity>
    requires is_filters<FiltersWord> && is_kernel<KernelWord>
struct Conv2D {};

/// The greatest value of each size x size window; windows do not overlap, and rows and columns that fill none are dropped.
template <int size>
struct MaxPool2D {};

/// Rows, columns and channels become one row of numbers: channel fastest, then column, then row.
struct Flatten {};

/// Fully connected layer with a bias.
template <typename UnitsWord, Activation activation = identity>
    requires is_units<UnitsWord>
struct Dense {};

} // namespace halenet
