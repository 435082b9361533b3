/// The shapes of a fused convolution: what its kernels, their plans and the core's tensors all derive from.
#pragma once

#include "schedules/machine.h"

#include <algorithm>

namespace halenet::schedules {

/// A convolution, its activation and the max pooling that follows it, as one operation.
struct ConvolutionShape {
    int channels = 1, width = 1, height = 1; ///< of the source
    int filters = 1, kernel = 1;
    int stride = 1;    ///< of the convolution, along both axes
    bool same = false; ///< zeros around the source, so that an extent n becomes ceil(n / stride)
    int pool = 1;      ///< window and stride of the pooling; 1: none

    /// Extents of the convolution's output, before pooling.
    [[nodiscard]] int convolved_width() const { return convolved(width); }
    [[nodiscard]] int convolved_height() const { return convolved(height); }

    /// Columns of zeros around the source, and how many of them come before it; the same for rows. With a stride they
    /// depend on the extent: the convolution's last position then ends where the border ends.
    [[nodiscard]] int border_columns() const { return border(width); }
    [[nodiscard]] int border_rows() const { return border(height); }
    [[nodiscard]] int left() const { return border_columns() / 2; }
    [[nodiscard]] int above() const { return border_rows() / 2; }

    [[nodiscard]] int pooled_width() const { return convolved_width() / pool; }
    [[nodiscard]] int pooled_height() const { return convolved_height() / pool; }
    [[nodiscard]] int windows() const { return pooled_width() * pooled_height(); }
    /// Source columns, and rows, from one pooling window to the next.
    [[nodiscard]] int window_step() const { return pool * stride; }

    [[nodiscard]] int source_elements() const { return channels * width * height; }
    [[nodiscard]] int pooled_elements() const { return filters * windows(); }

    /// A row of a filter: kernel columns of all channels, contiguous in a source row too.
    [[nodiscard]] int filter_row() const { return kernel * channels; }

    /// The forward kernel's own copy of the weights: filters innermost in blocks of `filter_block`, one row an element
    /// of the filter, the bias as the last row.
    static constexpr int filter_block = 8;
    [[nodiscard]] int packed_filters() const { return round_up(filters, filter_block); }
    [[nodiscard]] int packed_rows() const { return kernel * filter_row() + 1; }

    /// Source columns, and rows, from the first to the last place of a pooling window.
    [[nodiscard]] int place_span() const { return (pool - 1) * stride; }
    /// One pooling window touches a block of reach() rows of the source and reach() columns of all channels.
    [[nodiscard]] int reach() const { return kernel + place_span(); }
    [[nodiscard]] int block_columns() const { return round_up(reach() * channels, filter_block); }

    /// Backward data's own copy of the weights: each filter inside zeros, so that the argmax of a window becomes an
    /// address: block (column, row) of a window whose maximum is at (ax, ay) is shifted(column + (place_span() - stride
    /// * ax) * channels, row + place_span() - stride * ay).
    [[nodiscard]] int shifted_pitch() const { return block_columns() + place_span() * channels; }
    [[nodiscard]] int shifted_rows() const { return reach() + place_span(); }
    [[nodiscard]] int shifted_plane() const { return shifted_pitch() * shifted_rows(); }

  private:
    [[nodiscard]] int convolved(int extent) const {
        return same ? ceiling_divide(extent, stride) : (extent - kernel) / stride + 1;
    }
    [[nodiscard]] int border(int extent) const {
        return same ? std::max((convolved(extent) - 1) * stride + kernel - extent, 0) : 0;
    }
};

} // namespace halenet::schedules
