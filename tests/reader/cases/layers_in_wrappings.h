#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    // error@+1:28: hidden: found an array, 'Dense<Units<30>, relu>[2]', expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    Dense<Units<30>, relu> hidden[2];
    // error@+1:23: pointer: found a pointer, 'Dense<Units<30>> *', expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    Dense<Units<30>> *pointer;
    // error@+1:35: constant: found a static member, expected a layer without static
    static const Dense<Units<30>> constant;
    // error@+1:5: found a member without a name, expected a layer with one
    struct {
        Dense<Units<30>> inner;
    };
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
