/// The shapes of a pooling layer of its own (the general path; fused poolings are ConvolutionShape's).
#pragma once

#include "schedules/machine.h"

namespace halenet::schedules {

/// Windows of size x size, `stride` from one to the next; rows and columns that fill no window are dropped.
struct PoolShape {
    int channels = 1, width = 1, height = 1; ///< of the source
    int size = 1, stride = 1;

    [[nodiscard]] int pooled_width() const { return (width - size) / stride + 1; }
    [[nodiscard]] int pooled_height() const { return (height - size) / stride + 1; }
    [[nodiscard]] int places() const { return size * size; }
    /// Windows, along one axis, that one source element may belong to.
    [[nodiscard]] int overlap() const { return ceiling_divide(size, stride); }

    [[nodiscard]] int source_elements() const { return channels * width * height; }
    [[nodiscard]] int pooled_elements() const { return channels * pooled_width() * pooled_height(); }
};

} // namespace halenet::schedules
