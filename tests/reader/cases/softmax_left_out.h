#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    // error@+2:22: output: found identity on the last layer, expected softmax
    // fix@+1:20: , softmax
    Dense<Units<10>> output;
};

} // namespace halenet::models
