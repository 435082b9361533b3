#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // note@+1:47: left is the first Input
    Input<Height<28>, Width<28>, Channels<1>> left;
    // error@+1:47: right: found a second Input, expected one
    Input<Height<28>, Width<28>, Channels<1>> right;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
