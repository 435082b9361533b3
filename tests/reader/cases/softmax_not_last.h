#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+1:50: c1: found softmax, which only the last layer has, expected identity, relu or tanh
    Conv2D<Filters<6>, Kernel<5>, Padding::same, softmax> c1;
    // note@+1:13: flatten comes after it
    Flatten flatten;
    // error@+1:22: f6: found softmax, which only the last layer has, expected identity, relu or tanh
    Dense<Units<84>, softmax> f6;
    // note@+1:31: output comes after it
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
