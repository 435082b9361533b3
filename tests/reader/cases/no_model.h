#include "layers.h"
// error@-1:1: found no model, expected a struct that derives from halenet::Model

namespace halenet::models {

struct LeNet5 {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
