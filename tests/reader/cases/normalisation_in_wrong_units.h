#include "layers.h"

namespace halenet::models {

struct Net : Model {
    // error@+4:47: image: found mean 33.3184, expected 0 to 1, in units where a pixel is 0 to 1
    // error@+3:62: image: found deviation 78.5675, expected 0.001 to 1, in units where a pixel is 0 to 1
    // fix@+2:47: Mean<0.1307>
    // fix@+1:62: Deviation<0.3081>
    Input<Height<28>, Width<28>, Channels<1>, Mean<33.3184>, Deviation<78.5675>> image;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
