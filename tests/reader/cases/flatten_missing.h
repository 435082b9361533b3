#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // note@+1:47: image leaves 28x28x1
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+2:31: output: found a Dense on 28x28x1 from image, expected a Flatten before it
    // fix@+1:5: Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
