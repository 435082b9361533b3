/// How the copy of an image inside its border runs, with which every convolution kernel begins.
#pragma once

#include <Halide.h>

namespace halenet::schedules {

/// An image inside its border, flat: zeros in the pure definition, the source's rows copied in by the update.
struct BorderedStages {
    Halide::Func image;       ///< (t, n)
    Halide::RVar column, row; ///< of the source
    Halide::Var t;
};

void vectorize_bordered(const BorderedStages &stages, int vector);

} // namespace halenet::schedules
