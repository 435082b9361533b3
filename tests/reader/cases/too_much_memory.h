#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // arguments: --memory-limit 8
    Input<Height<28>, Width<28>, Channels<1>> image;

    Flatten flatten;
    // error@+1:16: hidden: found 12.2 MiB to train Net, 12.0 of them for this layer, expected at most 8
    Dense<Units<1000>> hidden;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
