#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // error@+1:13: flatten: found a Flatten and no Input in the model, expected an Input first
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
