#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+2:20: expected ';' at end of declaration list
    // fix@+1:20: ;
    MaxPool2D<2> s1
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
