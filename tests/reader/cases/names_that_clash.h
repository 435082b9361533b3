#include "layers.h"

namespace halenet::models {

struct Common : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // note@+1:13: flat is here
    Flatten flat;
};

// arguments: --model Halenet
// error@+1:8: the model's name 'Halenet' is reserved: the library's symbols would begin with 'halenet_'
struct Halenet : Common {
    // note@+1:22: f6 is here
    Dense<Units<84>> f6;
    // error@+1:22: F6: only the case tells it from f6, expected names that differ
    Dense<Units<84>> F6;
    // error@+1:22: flat: found a second layer of this name, expected unique names
    Dense<Units<84>> flat;
    // error@+1:22: _f7: the layer's name is reserved: C and C++ keep names with a leading or a double underscore for themselves
    Dense<Units<84>> _f7;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
