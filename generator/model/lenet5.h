#pragma once

#include "layers.h"

namespace halenet::models {

/// LeNet-5 as the Keras tutorials build it: ReLU and max pooling, 61,706 parameters.
struct LeNet5 : Model {
    /// A handwritten digit, bright on dark, normalised with the statistics of MNIST's training set.
    Input<Height<28>, Width<28>, Channels<1>, Mean<0.1307>, Deviation<0.3081>> image;

    /// Strokes and edges.
    Conv2D<Filters<6>, Kernel<5>, Padding::same, relu> c1;
    MaxPool2D<2> s2;

    /// Corners, loops and crossings.
    Conv2D<Filters<16>, Kernel<5>, Padding::valid, relu> c3;
    MaxPool2D<2> s4;

    Flatten flatten;
    Dense<Units<120>, relu> c5;
    Dense<Units<84>, relu> f6;

    /// The probability of each digit.
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
