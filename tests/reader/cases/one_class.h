#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    Flatten flatten;
    // error@+1:11: output: found 1 unit under softmax, expected 2 to 256, since the probability of a single class is always 1
    Dense<Units<1>, softmax> output;
};

} // namespace halenet::models
