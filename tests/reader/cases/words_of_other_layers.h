#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+2:12: c1: found Units<6>, expected Filters<6>
    // fix@+1:12: Filters<6>
    Conv2D<Units<6>, Kernel<5>> c1;
    // error@+2:18: s2: found relu, which a MaxPool2D does not take, expected MaxPool2D<size, Stride<n>>
    // fix@+1:15: 2
    MaxPool2D<2, relu> s2;
    // error@+2:22: s3: found Padding::same, which an AveragePool2D does not take, expected AveragePool2D<size, Stride<n>>
    // fix@+1:19: 2
    AveragePool2D<2, Padding::same> s3;
    // error@+2:19: d4: found tanh, which a Dropout does not take, expected Dropout<rate>
    // fix@+1:13: 0.25
    Dropout<0.25, tanh> d4;
    // error@+1:13: flatten: found relu, which a Flatten does not take, expected Flatten alone
    Flatten<relu> flatten;
    // error@+2:22: output: found Kernel<5>, which a Dense does not take, expected Dense<Units<n>, activation>
    // fix@+1:11: Units<10>, softmax
    Dense<Units<10>, Kernel<5>, softmax> output;
};

} // namespace halenet::models
