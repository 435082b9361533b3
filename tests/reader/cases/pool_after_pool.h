#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Conv2D<Filters<6>, Kernel<5>, Padding::same, relu> c1;
    // note@+1:18: s2 comes right before it
    MaxPool2D<2> s2;
    // error@+1:18: s3: this version of halenet pools only the output of a Conv2D, but s2 is a MaxPool2D
    MaxPool2D<2> s3;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
