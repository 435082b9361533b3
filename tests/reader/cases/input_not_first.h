#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // note@+1:13: flatten is a Flatten
    Flatten flatten;
    // error@+1:47: image: found the Input after flatten, expected it first
    Input<Height<28>, Width<28>, Channels<1>> image;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
