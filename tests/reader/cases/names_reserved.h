#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+1:50: relu: the layer's name is reserved: it is a word of the model language
    Conv2D<Filters<6>, Kernel<5>, Padding::same> relu;
    // error@+1:50: class: found a keyword of C++ as a layer's name, expected another one
    Conv2D<Filters<6>, Kernel<5>, Padding::same> class;

    // note@+2:35: c1 is here
    // note@+1:35: c1 is here
    Conv2D<Filters<6>, Kernel<5>> c1;
    // error@+1:35: c1_pack: found a name that kernels of c1 have too, since it begins with c1_pack, expected another one
    Conv2D<Filters<6>, Kernel<5>> c1_pack;
    // error@+1:18: c1: found a second layer of this name, expected unique names
    MaxPool2D<2> c1;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
