#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    // error@+1:11: output: found 1000 units under softmax, expected 2 to 256, since a label is a byte
    Dense<Units<1000>, softmax> output;
};

} // namespace halenet::models
