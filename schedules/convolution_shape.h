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

    /// The argmax of the first layer, whose kernels have windows in their lanes: for each row of windows and filter one
    /// row of bytes, padded to the widest vector of floats.
    [[nodiscard]] int argmax_row() const { return round_up(pooled_width(), 16); }
    [[nodiscard]] int planar_argmax() const { return argmax_row() * filters * pooled_height(); }

    /// A row of a filter: kernel columns of all channels, contiguous in a source row too.
    [[nodiscard]] int filter_row() const { return kernel * channels; }

    /// The forward kernel's own copy of the weights: filters innermost in blocks of `filter_block`, one row an element
    /// of the filter, the bias as the last row.
    static constexpr int filter_block = 8;
    [[nodiscard]] int packed_filters() const { return round_up(filters, filter_block); }
    [[nodiscard]] int packed_rows() const { return kernel * filter_row() + 1; }

    /// A filter as the gradients see it: its rows, each padded to whole blocks, one after the other.
    [[nodiscard]] int patch_row() const { return round_up(filter_row(), filter_block); }
    [[nodiscard]] int patch() const { return kernel * patch_row(); }
    /// Rows of the bordered source that the windows' patches reach.
    [[nodiscard]] int patch_rows() const { return (pool * pooled_height() - 1) * stride + kernel; }
    /// A copy of the bordered source in which every patch is one run of floats: for each column of the convolution the
    /// rows of its patches one under the other. Patches that overlap along a row are stored `kernel / stride` times.
    [[nodiscard]] int patch_columns() const { return pool * pooled_width(); }
    [[nodiscard]] int patch_copy() const { return patch_columns() * patch_rows() * patch_row(); }

    /// A copy of the bordered source in which column c of neighbouring windows is one run of floats.
    [[nodiscard]] int column_copy() const { return argmax_row() * reach() * channels * patch_rows(); }

    /// Source rows from the first to the last place of a pooling window.
    [[nodiscard]] int place_span() const { return (pool - 1) * stride; }
    /// Rows of the source that one pooling window touches.
    [[nodiscard]] int reach() const { return kernel + place_span(); }

    /// Backward data's own copy of the weights: each filter's rows, padded to whole blocks, with rows of zeros above
    /// and below, so that the row of a window's maximum becomes an address: row r of the source block under a window
    /// whose maximum is in row ay is row r + place_span() - stride * ay.
    [[nodiscard]] int shifted_rows() const { return reach() + place_span(); }
    [[nodiscard]] int shifted_plane() const { return patch_row() * shifted_rows(); }

  private:
    [[nodiscard]] int convolved(int extent) const {
        return same ? ceiling_divide(extent, stride) : (extent - kernel) / stride + 1;
    }
    [[nodiscard]] int border(int extent) const {
        return same ? std::max((convolved(extent) - 1) * stride + kernel - extent, 0) : 0;
    }
};

/// Whether so many floats of an image stay in L1 beside a kernel's other data: then a copy laid out for it may pay.
[[nodiscard]] inline bool stays_in_cache(int floats) {
    constexpr int most_bytes = 32 * 1024;
    return floats * static_cast<int>(sizeof(float)) <= most_bytes;
}

/// The widest vector of the machine that divides `extent`, a multiple of ConvolutionShape::filter_block.
[[nodiscard]] inline int block_vector(const Machine &machine, int extent) {
    return extent % machine.vector_floats == 0 ? machine.vector_floats
                                               : std::min(machine.vector_floats, ConvolutionShape::filter_block);
}

} // namespace halenet::schedules
