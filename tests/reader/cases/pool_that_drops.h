#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // note@+1:47: image leaves 29x27x1
    Input<Height<29>, Width<27>, Channels<1>> image;
    // warning@+2:15: s1: a 2x2 window with stride 2 drops the last row and the last column of 29x27
    // note@+1:18: s1 leaves 14x13x1
    MaxPool2D<2> s1;
    // warning@+2:19: s2: a 3x3 window with stride 3 drops the last 2 rows and the last column of 14x13
    // note@+1:22: s2 leaves 4x4x1
    AveragePool2D<3> s2;
    // warning@+1:15: s3: a 3x3 window with stride 2 drops the last row and the last column of 4x4
    MaxPool2D<3, Stride<2>> s3;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
