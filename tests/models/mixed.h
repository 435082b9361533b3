#pragma once

#include "layers.h"

namespace halenet::models {

/// What the other models of the tests leave out: pools that no convolution takes along, windows that overlap, strides,
/// Dropout on rows and on lanes, tanh before and behind a pool.
struct Mixed : Model {
    Input<Height<13>, Width<14>, Channels<2>, Mean<0.25>, Deviation<0.5>> picture;
    Conv2D<Filters<5>, Kernel<3>, Stride<2>, Padding::same, tanh> strokes;
    MaxPool2D<3, Stride<2>> greatest;
    Dropout<0.25> some;
    Conv2D<Filters<9>, Kernel<2>, Padding::same, relu> parts;
    AveragePool2D<2, Stride<1>> means;
    Flatten flat;
    Dense<Units<17>, tanh> hidden;
    Dropout<0.5> half;
    Dense<Units<5>, softmax> classes;
};

} // namespace halenet::models
