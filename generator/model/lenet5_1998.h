#pragma once

#include "layers.h"

namespace halenet::models {

/// LeNet-5 as LeCun, Bottou, Bengio and Haffner drew it in 1998 (Gradient-Based Learning Applied to Document
/// Recognition): tanh and average pooling. Unlike theirs, c3 is connected to all of s2, pools have no trainable
/// coefficients, tanh is not 1.7159 tanh(2x/3), and softmax stands for the RBF units; 61,706 parameters.
struct LeNet5_1998 : Model {
    /// Their grey levels: background -0.1, ink 1.175.
    Input<Height<28>, Width<28>, Channels<1>, Mean<0.1 / 1.275>, Deviation<1 / 1.275>> image;

    /// `same` makes 32x32 of 28x28 as they did, with a border of 0 and not of -0.1.
    Conv2D<Filters<6>, Kernel<5>, Padding::same, tanh> c1;
    AveragePool2D<2> s2;

    Conv2D<Filters<16>, Kernel<5>, tanh> c3;
    AveragePool2D<2> s4;

    Flatten flatten;
    Dense<Units<120>, tanh> c5;
    Dense<Units<84>, tanh> f6;

    /// The probability of each digit.
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
