#include "layers.h"

// note@+2:5: declared here; constexpr makes it known
// fix@+1:1: constexpr
int filters = 6;
// note@+1:5: declared here
int size() { return 2; }

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // note@+2:20: read of non-const variable 'filters' is not allowed in a constant expression
    // error@+1:20: c1: found filters, expected a number that is known when compiling
    Conv2D<Filters<filters>, Kernel<5>> c1;

    // error@+2:15: s2: found size(), expected a number that is known when compiling
    // note@+1:15: non-constexpr function 'size' cannot be used in a constant expression
    MaxPool2D<size()> s2;
    Flatten flatten;
    // error@+2:22: output: found relu on the last layer, expected softmax
    // fix@+1:22: softmax
    Dense<Units<10>, relu> output;
};

} // namespace halenet::models
