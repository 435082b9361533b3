#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+1:12: flatten: found Flatten<>, expected Flatten alone
    Flatten<> flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
