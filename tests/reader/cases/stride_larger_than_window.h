#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+1:35: c1: found stride 4 and a 3x3 kernel, expected a stride of 1 to 3, since rows and columns between two windows would be skipped
    Conv2D<Filters<6>, Kernel<3>, Stride<4>> c1;
    // error@+1:18: s2: found stride 3 and a 2x2 window, expected a stride of 1 to 2, since rows and columns between two windows would be skipped
    MaxPool2D<2, Stride<3>> s2;
    // error@+1:22: s3: found stride 0, expected 1 to 65536
    AveragePool2D<2, Stride<0>> s3;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
