#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    Dense<Units<12>> hidden;
    // error@+2:22: output: found relu on the last layer, expected softmax
    // fix@+1:22: softmax
    Dense<Units<10>, relu> output;
};

} // namespace halenet::models
