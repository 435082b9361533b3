#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<6>, Width<9>, Channels<1>> image;
    // note@+1:35: c1 leaves 4x7x6
    Conv2D<Filters<6>, Kernel<3>> c1;
    // error@+1:15: s2: a 5x5 window needs an input of at least 5x5, but c1 leaves 4x7
    MaxPool2D<5> s2;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
