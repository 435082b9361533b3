#include "layers.h"
// error@-1:1: found no model named LeNet6, expected one of: LeNet5, Wide
// arguments: --model LeNet6

namespace halenet::models {

// note@+1:8: halenet::models::LeNet5 is a model
struct LeNet5 : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

// note@+1:8: halenet::models::Wide is a model
struct Wide : LeNet5 {};

} // namespace halenet::models
