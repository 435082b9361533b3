#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // note@+1:35: in instantiation of template class 'halenet::Conv2D<Number<Word::kernel, 5>{}, Number<Word::filters, 6>{}>' requested here
    Conv2D<Kernel<5>, Filters<6>> c1;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
