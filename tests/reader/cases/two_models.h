#include "layers.h"

namespace halenet::models {

// note@+1:8: halenet::models::Narrow is a model
struct Narrow : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

// error@+2:8: found 2 models (Narrow, Wide), expected one; name one with --model
// note@+1:8: halenet::models::Wide is a model
struct Wide : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
