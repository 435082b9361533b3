#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // note@+1:13: flatten flattens already
    Flatten flatten;
    // error@+1:13: again: found a second Flatten, expected one
    Flatten again;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
