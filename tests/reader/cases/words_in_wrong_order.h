#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+1:5: constraints not satisfied for class template 'Conv2D' [with filters = halenet::Kernel<5>, kernel = halenet::Filters<6>, padding = halenet::Padding::valid, activation = halenet::Activation::identity]
    Conv2D<Kernel<5>, Filters<6>> c1;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
