#include "layers.h"
// error@-1:1: found no model, expected a struct that derives from halenet::Model

namespace halenet::models {

template <int classes>
// note@+1:8: Net is a template; a plain struct that derives from one Net<...> would be a model
struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    Flatten flatten;
    Dense<Units<classes>, softmax> output;
};

} // namespace halenet::models
