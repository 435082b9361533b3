#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+2:13: d1: found rate 25, expected 0 to below 1
    // fix@+1:13: 0.25
    Dropout<25> d1;
    // error@+1:13: d2: found rate 1, expected 0 to below 1
    Dropout<1> d2;
    Flatten flatten;
    // error@+1:13: d3: found rate -0.5, expected 0 to below 1
    Dropout<-0.5> d3;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
