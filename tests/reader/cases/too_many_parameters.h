#include "layers.h"

namespace halenet::models {

// error@+1:8: Net: found 2170945541 parameters, expected fewer than 2^31
struct Net : Model {
    Input<Height<182>, Width<182>, Channels<1>> image;
    Flatten flatten;
    Dense<Units<65536>, relu> hidden;
    Dense<Units<1>, relu> f6;
    Dense<Units<2>, softmax> output;
};

} // namespace halenet::models
