#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // note@+2:13: flatten leaves no rows and columns
    // note@+1:13: flatten leaves no rows and columns
    Flatten flatten;
    // error@+1:56: c1: found a Conv2D after a Flatten, expected it before the Flatten
    Conv2D<Filters<6>, Kernel<5>, Padding::same, relu> c1;
    // error@+1:18: s2: found a MaxPool2D after a Flatten, expected it before the Flatten
    MaxPool2D<2> s2;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
