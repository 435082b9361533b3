#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+2:5: no template named 'Conv2d'; did you mean 'Conv2D'?
    // fix@+1:5: Conv2D
    Conv2d<Filters<6>, Kernel<5>> c1;
    // error@+2:20: expected ';' at end of declaration list
    // fix@+1:20: ;
    Flatten flatten
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
