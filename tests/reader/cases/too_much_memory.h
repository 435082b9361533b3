#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // arguments: --memory-limit 8
    Input<Height<28>, Width<28>, Channels<1>> image;

    Flatten flatten;
    // error@+1:24: hidden: training Net takes 12.4 MiB, 12.1 MiB of them for this layer, expected at most 8 MiB
    Dense<Units<1000>> hidden;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
