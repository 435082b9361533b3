/// How the fused convolutions run. Each kernel handles one image after the other; what it keeps of an image lies on the
/// stack, in L1.
#pragma once

#include "schedules/bordered.h"
#include "schedules/convolution_shape.h"
#include "schedules/knobs.h"

#include <optional>
#include <vector>

namespace halenet::schedules {

/// Forward with channels in the lanes: outputs of `columns` positions x some vectors of filters in registers.
struct ConvolutionForwardPlan {
    int vector = 8;              ///< filters in a vector
    int vectors = 2;             ///< of filters in a register block
    int columns = 5;             ///< outputs of one row in a register block
    int rows = 1;                ///< rows of outputs in a register block: all of a pooling window's, or fewer
    int unroll = 1;              ///< elements of a filter row at once
    int store = 8;               ///< filters in a vector of the pooled output
    bool filters_inside = false; ///< all blocks of filters, then the next outputs; else the other way round
    bool whole_image = false;    ///< convolved before any of it is pooled; else a row of windows at a time
};

/// Forward on pixels with pooled columns in the lanes: all window places of `filters` filters in registers.
struct ImageForwardPlan {
    int vector = 8;              ///< pooled columns in a vector
    int filters = 3;             ///< in a register block
    int unroll = 1;              ///< columns of the filter at once
    int store = 8;               ///< pooled columns in a vector of the output
    bool interleave = true;      ///< the filters of a store unrolled, so that strided stores become shuffles
    bool filters_inside = false; ///< all blocks of filters, then the next columns; else the other way round
    bool whole_image = false;    ///< pooled before any of it is stored; else a row of windows at a time
    bool phases = true;          ///< source columns of neighbouring windows are read from a copy that has them together
};

/// Weight gradient: a filter's gradient, or a part of it, in registers while the windows go by.
struct ConvolutionWeightsPlan {
    bool copies = true;          ///< patches are read from a copy in which each is one run of floats
    bool lists = true;           ///< the open windows of a filter are collected first, so that closed ones cost nothing
    int vector = 8;              ///< floats of a patch in a vector
    int vectors = 10;            ///< of a patch in a register block
    int filters = 1;             ///< in a register block
    int unroll = 1;              ///< windows at once
    int windows = 8;             ///< windows and filters in a vector of what is computed once for each
    int window_filters = 8;      ///< filters in a vector of the lists' ranks
    bool filters_inside = false; ///< all filters of a block of the patch, then the next block; else the other way round
};

/// Weight gradient on pixels: the windows of a row in the lanes, all weights of a filter, or some, in registers.
struct ImageWeightsPlan {
    bool copies = true;          ///< windows' source columns are read from a copy in which neighbours are neighbours
    int vector = 8;              ///< windows in a vector
    int columns = 5;             ///< floats of a filter row in a register block
    int rows = 1;                ///< filter rows in a register block
    int unroll = 1;              ///< rows of windows at once
    int windows = 8;             ///< windows in a vector of their gradients' copy
    bool weights_inside = false; ///< all weights of a vector of windows, then the next vector; else the other way round
};

/// Backward data: the block of the source that one column of a window touches, or a part of it, in registers.
struct ConvolutionDataPlan {
    int vector = 8;           ///< floats of a block row in a vector
    int vectors = 4;          ///< of a block row in a register block
    int rows = 3;             ///< in a register block
    int windows = 8;          ///< windows and filters in a vector of what is computed once for each
    int places = 8;           ///< windows in a vector of the lists' ranks
    bool rows_inside = false; ///< all rows of a column block, then the next column block; else the other way round
};

[[nodiscard]] ConvolutionForwardPlan plan_conv2d_forward(const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] Knobs knobs_of(ConvolutionForwardPlan &plan, const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] std::string refusal_of(const ConvolutionForwardPlan &plan, const Machine &machine,
                                     const ConvolutionShape &shape);

[[nodiscard]] ImageForwardPlan plan_image_conv2d_forward(const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] Knobs knobs_of(ImageForwardPlan &plan, const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] std::string refusal_of(const ImageForwardPlan &plan, const Machine &machine,
                                     const ConvolutionShape &shape);

[[nodiscard]] ConvolutionWeightsPlan plan_conv2d_backward_weights(const Machine &machine,
                                                                  const ConvolutionShape &shape);
[[nodiscard]] Knobs knobs_of(ConvolutionWeightsPlan &plan, const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] std::string refusal_of(const ConvolutionWeightsPlan &plan, const Machine &machine,
                                     const ConvolutionShape &shape);

[[nodiscard]] ImageWeightsPlan plan_image_conv2d_backward_weights(const Machine &machine,
                                                                  const ConvolutionShape &shape);
[[nodiscard]] Knobs knobs_of(ImageWeightsPlan &plan, const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] std::string refusal_of(const ImageWeightsPlan &plan, const Machine &machine,
                                     const ConvolutionShape &shape);

[[nodiscard]] ConvolutionDataPlan plan_conv2d_backward_data(const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] Knobs knobs_of(ConvolutionDataPlan &plan, const Machine &machine, const ConvolutionShape &shape);
[[nodiscard]] std::string refusal_of(const ConvolutionDataPlan &plan, const Machine &machine,
                                     const ConvolutionShape &shape);

struct ConvolutionForwardStages {
    Halide::Func dst; ///< (f, x, y, n), pooled
    Halide::Func row; ///< (f, x, y, n), the convolution's output
    Halide::Func sum; ///< (f, x, y, n), its accumulators
    Halide::RVar filter_column, filter_row;
    BorderedStages source;
    Halide::Var f, x, y, n;
};
void apply(const ConvolutionForwardPlan &plan, ConvolutionForwardStages stages);

struct ImageForwardStages {
    Halide::Func dst;    ///< (f, x, y, n), pooled
    Halide::Func pooled; ///< (x, f, y, n)
    Halide::Func sum;    ///< (x, a, f, y, n), a the place in the window
    Halide::RVar channel, filter_column, filter_row;
    Halide::Func phases; ///< (q, p, c, y, n): column q * window_step() + p
    BorderedStages source;
    Halide::Var f, x, y, n, a, q;
};
void apply(const ImageForwardPlan &plan, ImageForwardStages stages);

/// The gradient of the bias: (t) sums of column t of the windows, folded over the columns.
struct BiasGradientStages {
    Halide::Func d_bias;  ///< (f)
    Halide::Func fold;    ///< (f)
    Halide::Func partial; ///< (t)
    Halide::RVar row, image, column;
    Halide::Var f, t;
};

/// The open windows of each filter, collected before they are used.
struct WindowListStages {
    Halide::Func rank; ///< (f, w, n)
    Halide::RVar rank_window;
    Halide::Func list; ///< (k, f, n)
    Halide::RVar list_window;
};

struct ConvolutionWeightsStages {
    Halide::Func d_weights; ///< (j, ky, f)
    Halide::Func total;     ///< (k, f), summed over the images; k along a patch
    Halide::RVar image;
    Halide::Func sum; ///< (k, f, n), the accumulators of one image
    Halide::RVar window;
    Halide::Func first_place; ///< (i), of each window and filter
    Halide::Func chosen;      ///< (i, n), the same
    std::optional<WindowListStages> lists;
    std::optional<Halide::Func> patches; ///< (t, n), where the plan copies
    BorderedStages source;
    BiasGradientStages bias;
    Halide::Var j, k, f, i, t;
};
void apply(const ConvolutionWeightsPlan &plan, const ConvolutionShape &shape, ConvolutionWeightsStages stages);

struct ImageWeightsStages {
    Halide::Func d_weights; ///< (j, ky, f)
    Halide::Func folded;    ///< (j, ky, f), summed over the columns of windows
    Halide::Func total;     ///< (x, j, ky, f), summed over the images
    Halide::RVar image;
    Halide::Func sum; ///< (x, j, ky, f, n), the accumulators of one image
    Halide::RVar row;
    Halide::Func gradient; ///< (x, f, y, n)
    Halide::RVar window;
    Halide::Func columns; ///< (x, c, y, n)
    BorderedStages source;
    Halide::Func d_bias, fold; ///< (f)
    Halide::Func partial;      ///< (x, f)
    Halide::RVar bias_row, bias_image;
    Halide::Var x, j, ky, f, n;
};
void apply(const ImageWeightsPlan &plan, ImageWeightsStages stages);

struct ConvolutionDataStages {
    Halide::Func d_src;    ///< (i, n)
    Halide::Func bordered; ///< (t, n), gradient of the source with its border
    Halide::RVar block_column, block_row, block_place, x, y;
    Halide::Func block; ///< (j, r, a, w, n)
    Halide::RVar entry;
    Halide::Func place; ///< (w, f, n)
    Halide::Func rank;  ///< (w, a, f, n)
    Halide::RVar rank_filter;
    Halide::Func position; ///< (w, f, n)
    Halide::Func list;     ///< (k, n)
    Halide::RVar list_window, list_filter;
    Halide::Func chosen; ///< (i, n), i over pooled elements
    int source_row = 1;  ///< channels * width
    Halide::Var i, n, t, j, r, a, w, f;
};
void apply(const ConvolutionDataPlan &plan, ConvolutionDataStages stages);

} // namespace halenet::schedules
