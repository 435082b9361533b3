#pragma once

#include "layers.h"

namespace halenet::models {

/// Little to compute and something of everything that the core handles apart: pictures of one channel, a pool beside a
/// convolution and one alone, Dropout on rows and on lanes, two dense layers.
struct Small : Model {
    Input<Height<28>, Width<28>, Channels<1>, Mean<0.1307>, Deviation<0.3081>> picture;
    Conv2D<Filters<3>, Kernel<5>, Stride<3>, relu> strokes;
    MaxPool2D<2> halved;
    Dropout<0.25> some;
    AveragePool2D<3, Stride<1>> means;
    Flatten flat;
    Dense<Units<7>, tanh> hidden;
    Dropout<0.5> half;
    Dense<Units<5>, softmax> classes;
};

} // namespace halenet::models
