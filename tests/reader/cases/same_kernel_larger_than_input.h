#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // note@+1:46: image leaves 3x40x1
    Input<Height<3>, Width<40>, Channels<1>> image;
    // error@+1:24: c1: an 8x8 kernel with same padding needs an input of at least 5x5, but image leaves 3x40
    Conv2D<Filters<6>, Kernel<8>, Padding::same, relu> c1;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
