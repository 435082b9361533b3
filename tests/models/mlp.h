#pragma once

#include "layers.h"

namespace halenet::models {

/// A multilayer perceptron: no convolution at all.
struct Mlp : Model {
    Input<Height<6>, Width<5>, Channels<2>> pixels;
    Flatten flat;
    Dense<Units<11>, relu> hidden;
    Dense<Units<3>, softmax> classes;
};

} // namespace halenet::models
