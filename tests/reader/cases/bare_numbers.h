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
    // error@+2:12: c1: found 6, expected Filters<6>
    // fix@+1:12: Filters<6>
    Conv2D<6, Kernel<5>> c1;
    // error@+2:18: s2: found 2, expected Stride<2>
    // fix@+1:18: Stride<2>
    MaxPool2D<3, 2> s2;
    // error@+2:15: s3: found Kernel<2>, expected 2
    // fix@+1:15: 2
    MaxPool2D<Kernel<2>> s3;
    Flatten flatten;
    // error@+2:11: output: found 10, expected Units<10>
    // fix@+1:11: Units<10>
    Dense<10, softmax> output;
};

} // namespace halenet::models
