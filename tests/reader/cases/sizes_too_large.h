#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // error@+1:53: image: found an output of 4294967296 elements (65536x65536x1), expected fewer than 2^31
    Input<Height<65536>, Width<65536>, Channels<1>> image;
    Conv2D<Filters<2>, Kernel<1>> c1;
    // error@+1:15: s2: found size 16, expected 1 to 15
    MaxPool2D<16> s2;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
