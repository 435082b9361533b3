#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    // warning@+2:17: implicit conversion from 'long' to 'int' changes value from 3000000000 to -1294967296
    // error@+1:17: non-type template argument evaluates to 3000000000, which cannot be narrowed to type 'int'
    Dense<Units<3000000000>, softmax> output;
};

} // namespace halenet::models
