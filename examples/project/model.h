#pragma once

#include "layers.h"

namespace halenet::models {

/// A small network for handwritten digits. Edit it and build again: what does not fit is a compiler error at its line.
struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>, Mean<0.1307>, Deviation<0.3081>> image;
    Conv2D<Filters<8>, Kernel<5>, Padding::same, relu> c1;
    MaxPool2D<2> s2;
    Conv2D<Filters<16>, Kernel<3>, Padding::valid, relu> c3;
    MaxPool2D<2> s4;
    Flatten flatten;
    Dense<Units<64>, relu> f5;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
