/// The source gradient of a fused convolution, through the pooling's argmax: each window adds, for each of its open
/// filters, the filter's weights to the block of the source that the window can touch. The block stays in registers;
/// the argmax shifts the weights instead.
#include "generator/pipelines/convolution.h"
#include "generator/pipelines/elements.h"
#include "schedules/elementwise.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var i("i"), n("n"), t("t"), j("j"), r("r"), w("w"), f("f"), k("k"), q("q");

/// Order of the sums: within a window over its open filters; blocks are added in row-major order of the windows.
class Conv2dBackwardData : public ConvolutionGenerator<Conv2dBackwardData> {
  public:
    Input<Buffer<float, 2>> d_dst{"d_dst"};          // (i, n), i over pooled elements
    Input<Buffer<std::uint8_t, 2>> argmax{"argmax"}; // (i, n), i over pooled elements
    Input<Buffer<float, 1>> shifted{"shifted"};      // see Conv2dPackBackward, flat
    Output<Buffer<float, 2>> d_src{"d_src"};         // (i, n)

    void generate() {
        const auto s = shape();
        const int source_row = s.channels * s.width;
        const int column_step = s.channels * s.window_step();
        const int pitch =
            std::max(column_step * (s.pooled_width() - 1) + s.block_columns(), source_row + s.channels * s.left());

        // The algorithm. `list` holds, for each window, where each open filter's shifted weights start, and its
        // gradient.
        Func offset("offset"), rank("rank"), list("list"), block("block"), bordered("bordered");
        const Expr place = cast<int>(argmax(f + s.filters * w, n));
        // Vectors of windows run past the last one; what they find there is never used, but must be there.
        const Expr window = min(likely(w), s.windows() - 1);
        const auto open = [&](const Expr &filter) {
            return cast<int>(argmax(filter + s.filters * window, n) != closed_window);
        };
        const int column_shift = s.stride * s.channels, row_shift = s.stride * s.shifted_pitch();
        offset(f, w, n) = f * s.shifted_plane() + (s.pool - 1 - (place / s.pool) % s.pool) * row_shift +
                          (s.pool - 1 - place % s.pool) * column_shift;
        const int last_offset = (s.filters - 1) * s.shifted_plane() + (s.pool - 1) * (row_shift + column_shift);

        RDom before(1, s.filters, "before"), each(0, s.filters, "each"), entry(0, s.filters, "entry");
        rank(w, f, n) = 0;
        rank(w, before, n) = rank(w, before - 1, n) + open(before - 1);
        list(k, w, n) = Tuple(undef<int>(), undef<float>());
        list(unsafe_promise_clamped(rank(w, each, n), 0, s.filters - 1), w, n) =
            Tuple(offset(each, w, n), d_dst(each + s.filters * w, n));

        entry.where(entry < rank(w, s.filters, n));
        block(j, r, w, n) = 0.0f;
        block(j, r, w, n) +=
            list(entry, w, n)[1] *
            shifted(unsafe_promise_clamped(list(entry, w, n)[0], 0, last_offset) + j + s.shifted_pitch() * r);

        RDom b(0, s.block_columns(), 0, s.reach(), 0, s.pooled_width(), 0, s.pooled_height(), "b");
        bordered(t, n) = 0.0f;
        bordered(column_step * b.z + b.x + pitch * (s.window_step() * b.w + b.y), n) +=
            block(b.x, b.y, b.z + s.pooled_width() * b.w, n);
        d_src(i, n) = bordered(s.channels * s.left() + i % source_row + pitch * (s.above() + i / source_row), n);

        // The layout.
        set_rows(d_dst, s.pooled_elements());
        set_rows(argmax, s.pooled_elements());
        shifted.dim(0).set_bounds(0, s.filters * s.shifted_plane());
        set_rows(d_src, s.source_elements());

        schedules::apply(schedules::plan_conv2d_backward_data(machine(), s),
                         {d_src, bordered, b.x,        b.y, b.z, b.w, block, entry, rank, before, list,
                          each,  offset,   source_row, i,   n,   t,   j,     r,     w,    f});
    }
};

/// Backward data's copy of the weights: each filter inside zeros (ConvolutionShape::shifted_*).
class Conv2dPackBackward : public ConvolutionGenerator<Conv2dPackBackward> {
  public:
    Input<Buffer<float, 3>> weights{"weights"};  // (j, ky, f), j = channel + channels * kx
    Output<Buffer<float, 3>> shifted{"shifted"}; // (q, r, f)

    void generate() {
        const auto s = shape();

        // The algorithm.
        const int left = s.channels * s.place_span(), above = s.place_span();
        const Expr inside = q >= left && q < left + s.filter_row() && r >= above && r < above + s.kernel;
        const Expr column = clamp(q - left, 0, s.filter_row() - 1), row = clamp(r - above, 0, s.kernel - 1);
        shifted(q, r, f) = select(inside, weights(column, row, f), 0.0f);

        // The layout.
        weights.dim(0).set_bounds(0, s.filter_row()).set_stride(1);
        weights.dim(1).set_bounds(0, s.kernel).set_stride(s.filter_row());
        weights.dim(2).set_bounds(0, s.filters).set_stride(s.kernel * s.filter_row());
        shifted.dim(0).set_bounds(0, s.shifted_pitch()).set_stride(1);
        shifted.dim(1).set_bounds(0, s.shifted_rows()).set_stride(s.shifted_pitch());
        shifted.dim(2).set_bounds(0, s.filters).set_stride(s.shifted_plane());

        schedules::apply(schedules::plan_elementwise(machine(), s.shifted_pitch()), shifted, q);
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dBackwardData, conv2d_backward_data)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dPackBackward, conv2d_pack_backward)
