#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // error@+1:5: image: found no Width and no Channels, expected Input<Height<28>, Width<n>, Channels<n>>
    Input<Height<28>> image;
    // error@+1:5: c1: found no Filters, expected Conv2D<Filters<n>, Kernel<5>, relu>
    Conv2D<Kernel<5>, relu> c1;
    // error@+1:5: s2: found no size, expected MaxPool2D<size>
    MaxPool2D<> s2;
    // error@+1:5: s3: found no size, expected AveragePool2D<size, Stride<2>>
    AveragePool2D<Stride<2>> s3;
    // error@+1:5: d4: found no rate, expected Dropout<rate>
    Dropout d4;
    Flatten flatten;
    // error@+1:5: output: found no Units, expected Dense<Units<n>>
    Dense output;
};

} // namespace halenet::models
