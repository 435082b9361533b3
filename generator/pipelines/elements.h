/// What several pipelines share: normalisation and the layouts of docs/kernels.md.
#pragma once

#include "generator/description/description.h"

#include <Halide.h>

namespace halenet::pipelines {

/// A byte as a layer sees it: (pixel / 255 - mean) / deviation, as one multiply and one add in float.
inline Halide::Expr normalized(const Halide::Expr &pixel, double mean, double deviation) {
    return Halide::cast<float>(pixel) * static_cast<float>(1.0 / (255.0 * deviation)) +
           static_cast<float>(-mean / deviation);
}

/// Lanes (n, i): all 16 images of a shard side by side, no gaps.
template <typename Port>
void set_lanes(Port &port, int elements) {
    port.dim(0).set_bounds(0, description::shard_images).set_stride(1);
    port.dim(1).set_bounds(0, elements).set_stride(description::shard_images);
}

/// A matrix (i, u) without gaps.
template <typename Port>
void set_matrix(Port &port, int columns, int rows) {
    port.dim(0).set_bounds(0, columns).set_stride(1);
    port.dim(1).set_bounds(0, rows).set_stride(columns);
}

/// Rows (i, n): one contiguous image a row, 1 to 16 rows, any distance between them.
template <typename Port>
void set_rows(Port &port, int elements) {
    port.dim(0).set_bounds(0, elements).set_stride(1);
    port.dim(1).set_min(0);
}

} // namespace halenet::pipelines
