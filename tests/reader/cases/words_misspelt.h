#include "layers.h"

namespace halenet::models {

struct Net : Model {
    Input<Height<28>, Width<28>, Channels<1>> image;

    // error@+2:12: c1: found Filter<6>, expected Filters<6>
    // fix@+1:12: Filters<6>
    Conv2D<Filter<6>, Kernel<5>> c1;
    // error@+2:24: c2: found KernelSize<5>, expected Kernel<5>
    // fix@+1:24: Kernel<5>
    Conv2D<Filters<6>, KernelSize<5>> c2;
    // error@+2:35: c3: found ReLU, expected relu
    // fix@+1:35: relu
    Conv2D<Filters<6>, Kernel<3>, ReLU> c3;
    // error@+2:35: c4: found same, expected Padding::same
    // fix@+1:35: Padding::same
    Conv2D<Filters<6>, Kernel<3>, same> c4;
    // error@+1:35: c5: found Padding::full, expected Padding::valid or Padding::same
    Conv2D<Filters<6>, Kernel<3>, Padding::full> c5;
    // error@+1:35: c6: found sigmoid, expected identity, relu or tanh
    Conv2D<Filters<6>, Kernel<3>, sigmoid> c6;
    // error@+2:12: c7: found Filters(6), expected Filters<6>
    // fix@+1:12: Filters<6>
    Conv2D<Filters(6), Kernel<3>> c7;
    // error@+1:12: c8: found Filters, expected Filters<n>
    Conv2D<Filters, Kernel<3>> c8;
    // error@+1:12: c9: found Filters<6.5>, expected a whole number below 2^31
    Conv2D<Filters<6.5>, Kernel<3>> c9;
    // error@+1:15: s9: found 2.5, expected a whole number below 2^31
    MaxPool2D<2.5> s9;
    Flatten flatten;
    Dense<Units<10>, softmax> output;
};

} // namespace halenet::models
