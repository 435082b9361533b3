/// The shapes of a fused convolution: what its kernels, their plans and the core's tensors all derive from.
#pragma once

#include "schedules/machine.h"

namespace halenet::schedules {

/// A convolution, its activation and the max pooling that follows it, as one operation.
struct ConvolutionShape {
    int channels = 1, width = 1, height = 1; ///< of the source
    int filters = 1, kernel = 1;
    bool same = false; ///< zeros around the source, so that the convolution keeps its extent
    int pool = 1;      ///< window and stride of the pooling; 1: none

    /// Rows and columns of zeros before the source; the rest of the kernel - 1 comes behind it.
    [[nodiscard]] int border() const { return same ? (kernel - 1) / 2 : 0; }
    [[nodiscard]] int pooled_width() const { return (same ? width : width - kernel + 1) / pool; }
    [[nodiscard]] int pooled_height() const { return (same ? height : height - kernel + 1) / pool; }
    [[nodiscard]] int windows() const { return pooled_width() * pooled_height(); }

    [[nodiscard]] int source_elements() const { return channels * width * height; }
    [[nodiscard]] int pooled_elements() const { return filters * windows(); }

    /// A row of a filter: kernel columns of all channels, contiguous in a source row too.
    [[nodiscard]] int filter_row() const { return kernel * channels; }

    /// The forward kernel's own copy of the weights: filters innermost in blocks of `filter_block`, one row an element
    /// of the filter, the bias as the last row.
    static constexpr int filter_block = 8;
    [[nodiscard]] int packed_filters() const { return round_up(filters, filter_block); }
    [[nodiscard]] int packed_rows() const { return kernel * filter_row() + 1; }

    /// One pooling window touches a block of reach() rows of the source and reach() columns of all channels.
    [[nodiscard]] int reach() const { return kernel + pool - 1; }
    [[nodiscard]] int block_columns() const { return round_up(reach() * channels, filter_block); }

    /// Backward data's own copy of the weights: each filter inside zeros, so that the argmax of a window becomes an
    /// address: block (column, row) of a window whose maximum is at (ax, ay) is shifted(column + (pool - 1 - ax) *
    /// channels, row + pool - 1 - ay).
    [[nodiscard]] int shifted_pitch() const { return block_columns() + (pool - 1) * channels; }
    [[nodiscard]] int shifted_rows() const { return reach() + pool - 1; }
    [[nodiscard]] int shifted_plane() const { return shifted_pitch() * shifted_rows(); }
};

} // namespace halenet::schedules
