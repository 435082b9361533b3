#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // error@+2:11: image: found Width<28> before Height<28>, expected Input<Height<28>, Width<28>, Channels<1>>
    // fix@+1:11: Height<28>, Width<28>, Channels<1>
    Input<Width<28>, Height<28>, Channels<1>> image;
    // error@+2:12: c1: found Kernel<5> before Filters<6>, expected Conv2D<Filters<6>, Kernel<5>>
    // fix@+1:12: Filters<6>, Kernel<5>
    Conv2D<Kernel<5>, Filters<6>> c1;
    // error@+3:35: c2: found relu before Padding::same, expected Conv2D<Filters<6>, Kernel<5>, Padding::same, relu>
    // fix@+2:12: Filters<6>, Kernel<5>, Padding::same, relu
    // note@+1:56: c2 leaves 24x24x6
    Conv2D<Filters<6>, Kernel<5>, relu, Padding::same> c2;
    // warning@+3:26: s3: a 3x3 window with stride 2 drops the last row and the last column of 24x24
    // error@+2:15: s3: found Stride<2> before 3, expected MaxPool2D<3, Stride<2>>
    // fix@+1:15: 3, Stride<2>
    MaxPool2D<Stride<2>, 3> s3;
    Flatten flatten;
    // error@+2:11: output: found softmax before Units<10>, expected Dense<Units<10>, softmax>
    // fix@+1:11: Units<10>, softmax
    Dense<softmax, Units<10>> output;
};

} // namespace halenet::models
