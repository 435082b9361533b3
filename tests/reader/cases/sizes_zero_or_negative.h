#include "layers.h"

namespace halenet::models {

constexpr int none = 0;

struct Net : Model {
    // error@+2:11: image: found height 0, expected 1 to 65536
    // error@+1:33: image: found channels -3, expected 1 to 65536
    Input<Height<0>, Width<28>, Channels<-3>> image;
    // error@+2:12: c1: found filters 0, expected 1 to 65536
    // error@+1:27: c1: found kernel -5, expected 1 to 65536
    Conv2D<Filters<none>, Kernel<-5>, Padding::same, relu> c1;
    // error@+1:15: s2: found size 0, expected 1 to 15
    MaxPool2D<0> s2;
    Flatten flatten;
    // error@+1:11: output: found units -10, expected 1 to 65536
    Dense<Units<-10>, softmax> output;
};

} // namespace halenet::models
