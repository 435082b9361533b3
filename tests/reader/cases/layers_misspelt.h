#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+2:5: no template named 'Conv2d'; did you mean 'Conv2D'?
    // fix@+1:5: Conv2D
    Conv2d<Filters<6>, Kernel<5>> c1;
    // error@+1:5: c2: found convolution2D, expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    convolution2D<Filters<6>, Kernel<5>> c2;
    // error@+1:5: n3: found BatchNormalization, expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    BatchNormalization n3;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
