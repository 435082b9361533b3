#include "layers.h"

#include <array>

namespace halenet::models {

struct Scale {};

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;
    // error@+1:9: epochs: found 'int', expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    int epochs;
    // error@+1:11: scale: found 'Scale', expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    Scale scale;
    // error@+1:26: rates: found 'std::array<float, 3>', expected a layer: Input, Conv2D, MaxPool2D, AveragePool2D, Flatten, Dense, Dropout
    std::array<float, 3> rates;
    Flatten flatten;
    // error@+2:22: output: found relu on the last layer, expected softmax
    // fix@+1:22: softmax
    Dense<Units<10>, relu> output;
};

} // namespace halenet::models
