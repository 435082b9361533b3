#pragma once

#include "layers.h"

namespace halenet::models {

/// Unlike LeNet-5 in all that a generator could have taken for granted: channels, odd and unequal extents, an even
/// kernel, no activation, no pool, four classes.
struct Tiny : Model {
    Input<Height<13>, Width<11>, Channels<3>, Mean<0.5>, Deviation<0.25>> picture;
    Conv2D<Filters<7>, Kernel<3>, Padding::same, relu> edges;
    MaxPool2D<2> halved; ///< drops the last row and column: 13x11 becomes 6x5
    Conv2D<Filters<5>, Kernel<2>> corners;
    Flatten flat;
    Dense<Units<9>, relu> hidden;
    Dense<Units<4>, softmax> classes;
};

} // namespace halenet::models
