#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // error@+6:11: image: found 28, expected Height<28>
    // fix@+5:11: Height<28>
    // error@+4:15: image: found 28, expected Width<28>
    // fix@+3:15: Width<28>
    // error@+2:19: image: found 1, expected Channels<1>
    // fix@+1:19: Channels<1>
    Input<28, 28, 1> image;
    // error@+3:12: c1: found 6, expected Filters<6>
    // fix@+2:12: Filters<6>
    // note@+1:26: c1 leaves 24x24x6
    Conv2D<6, Kernel<5>> c1;
    // warning@+4:15: s2: a 3x3 window with stride 2 drops the last row and the last column of 24x24
    // error@+3:18: s2: found 2, expected Stride<2>
    // fix@+2:18: Stride<2>
    // note@+1:21: s2 leaves 11x11x6
    MaxPool2D<3, 2> s2;
    // warning@+3:15: s3: a 2x2 window with stride 2 drops the last row and the last column of 11x11
    // error@+2:15: s3: found Kernel<2>, expected 2
    // fix@+1:15: 2
    MaxPool2D<Kernel<2>> s3;
    Flatten flatten;
    // error@+2:11: output: found 10, expected Units<10>
    // fix@+1:11: Units<10>
    Dense<10, softmax> output;
};

} // namespace halenet::models
