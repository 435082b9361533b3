#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<8>, Width<9>, Channels<1>> image;
    // note@+1:56: c1 leaves 8x9x6
    Conv2D<Filters<6>, Kernel<5>, Padding::same, relu> c1;
    // warning@+2:15: s2: a 2x2 window with stride 2 drops the last column of 8x9
    // note@+1:18: s2 leaves 4x4x6
    MaxPool2D<2> s2;
    // error@+1:25: c3: a 5x5 kernel with valid padding needs an input of at least 5x5, but s2 leaves 4x4
    Conv2D<Filters<16>, Kernel<5>, Padding::valid, relu> c3;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
