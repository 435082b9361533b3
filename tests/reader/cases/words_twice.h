#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+2:35: c1: found Kernel<3> after Kernel<5>, expected one of them
    // fix@+1:12: Filters<6>, Kernel<5>
    Conv2D<Filters<6>, Kernel<5>, Kernel<3>> c1;
    // error@+2:41: c2: found relu after tanh, expected one of them
    // fix@+1:12: Filters<6>, Kernel<3>, tanh
    Conv2D<Filters<6>, Kernel<3>, tanh, relu> c2;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
