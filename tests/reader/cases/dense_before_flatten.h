#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // note@+1:56: c1 leaves 28x28x6
    Conv2D<Filters<6>, Kernel<5>, Padding::same, relu> c1;
    // error@+1:29: c5: found a Dense on 28x28x6 from c1, expected a Flatten before it
    Dense<Units<120>, relu> c5;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
