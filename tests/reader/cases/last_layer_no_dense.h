#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+1:13: flatten: found a Flatten as the last layer, expected a Dense with softmax
    Flatten flatten;
};

} // namespace halenet::models
