#include "layers.h"

namespace halenet::models {

using Features = Conv2D<Filters<0>, Kernel<5>>;

template <int count>
using Hidden = Dense<Units<count>, relu>;

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+1:14: c1: found filters 0, expected 1 to 65536
    Features c1;
    Flatten flatten;
    // error@+1:16: f6: found units -1, expected 1 to 65536
    Hidden<-1> f6;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
