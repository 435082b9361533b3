/// The source gradient of a fused convolution, through the pooling's argmax: each window adds, for each of its open
/// filters, the filter's weights to the part of the source that they saw. Filters whose maximum lies in the same column
/// of the window share one block of the source, which stays in registers; the row of the maximum shifts the weights.
#include "generator/pipelines/convolution.h"
#include "generator/pipelines/elements.h"
#include "generator/pipelines/open_entry.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var i("i"), n("n"), t("t"), j("j"), r("r"), a("a"), w("w"), f("f"), k("k"), q("q");

/// Order of the sums: within a window, for each column of it, over the open filters; blocks are added column by column
/// within a window, windows in row-major order.
class Conv2dBackwardData : public ConvolutionGenerator<Conv2dBackwardData> {
  public:
    Input<Buffer<float, 2>> d_dst{"d_dst"};          // (i, n), i over pooled elements
    Input<Buffer<std::uint8_t, 2>> argmax{"argmax"}; // (i, n), i over pooled elements
    Input<Buffer<float, 1>> shifted{"shifted"};      // see Conv2dPackBackward, flat
    Output<Buffer<float, 2>> d_src{"d_src"};         // (i, n)

    void generate() {
        const auto s = shape();
        const int source_row = s.channels * s.width, row = s.patch_row();
        const int place_step = s.channels * s.stride, window_step = s.channels * s.window_step();
        const int block_columns = window_step * (s.pooled_width() - 1) + place_step * (s.pool - 1) + row;
        const int pitch = std::max(block_columns, source_row + s.channels * s.left());

        // The algorithm. `list` holds, for each window and column of it, where the shifted weights of each open filter
        // start, and its gradient.
        Func chosen("chosen"), place("place"), rank("rank"), position("position"), list("list"), block("block"),
            bordered("bordered");
        const Expr row_place = (cast<int>(argmax(i, n)) / s.pool) % s.pool;
        chosen(i, n) =
            packed_entry(i % s.filters * s.shifted_plane() + (s.pool - 1 - row_place) * s.stride * row, d_dst(i, n));
        const int last_offset = (s.filters - 1) * s.shifted_plane() + s.place_span() * row;

        // rank: open filters before filter f whose maximum is in column a; of the last one, all of them. A closed
        // filter's entry is overwritten by the next open one's.
        RDom before(1, s.filters, "before"), each(0, s.windows(), 0, s.filters, "each"), entry(0, s.filters, "entry");
        // Vectors of windows run past the last one; what they find there is never used, but must be there.
        place(w, f, n) = argmax(f + s.filters * min(likely(w), s.windows() - 1), n);
        const Expr column_before = place(w, before - 1, n) % s.pool;
        rank(w, a, f, n) = 0;
        rank(w, a, before, n) =
            rank(w, a, before - 1, n) + cast<int>(place(w, before - 1, n) != closed_window && column_before == a);
        const Expr column = cast<int>(place(w, f, n)) % s.pool;
        const Expr in_column = picked(column, s.pool, [&](int c) { return rank(w, c, f, n); });
        position(w, f, n) = in_column + s.filters * (column + s.pool * w);
        list(k, n) = undef<std::uint64_t>();
        list(unsafe_promise_clamped(position(each.x, each.y, n), 0, s.filters * s.pool * s.windows() - 1), n) =
            chosen(each.y + s.filters * each.x, n);

        entry.where(entry < rank(w, a, s.filters, n));
        const Expr open = list(entry + s.filters * (a + s.pool * w), n);
        block(j, r, a, w, n) = 0.0f;
        const Expr weight = shifted(unsafe_promise_clamped(start_of(open), 0, last_offset) + j + row * r);
        block(j, r, a, w, n) = with_product(block(j, r, a, w, n), gradient_of(open) * weight, s.filters);

        RDom b({{0, row}, {0, s.reach()}, {0, s.pool}, {0, s.pooled_width()}, {0, s.pooled_height()}}, "b");
        bordered(t, n) = 0.0f;
        bordered(window_step * b[3] + place_step * b[2] + b[0] + pitch * (s.window_step() * b[4] + b[1]), n) +=
            block(b[0], b[1], b[2], b[3] + s.pooled_width() * b[4], n);
        d_src(i, n) = bordered(s.channels * s.left() + i % source_row + pitch * (s.above() + i / source_row), n);

        // The layout.
        set_rows(d_dst, s.pooled_elements());
        set_rows(argmax, s.pooled_elements());
        shifted.dim(0).set_bounds(0, s.filters * s.shifted_plane());
        set_rows(d_src, s.source_elements());

        if (!using_autoscheduler()) {
            schedules::apply(
                schedules::chosen_plan(plan, schedules::plan_conv2d_backward_data(machine(), s), machine(), s),
                {d_src, bordered, b[0],   b[1],   b[2],       b[3], b[4], block, entry, place, rank, before, position,
                 list,  each.x,   each.y, chosen, source_row, i,    n,    t,     j,     r,     a,    w,      f});
        }
    }
};

/// Backward data's copy of the weights: each filter between rows of zeros (ConvolutionShape::shifted_*).
class Conv2dPackBackward : public ConvolutionGenerator<Conv2dPackBackward> {
  public:
    Input<Buffer<float, 3>> weights{"weights"};  // (j, ky, f), j = channel + channels * kx
    Output<Buffer<float, 3>> shifted{"shifted"}; // (q, r, f)

    void generate() {
        const auto s = shape();

        // The algorithm.
        const int above = s.place_span();
        const Expr inside = q < s.filter_row() && r >= above && r < above + s.kernel;
        const Expr column = min(q, s.filter_row() - 1), row = clamp(r - above, 0, s.kernel - 1);
        shifted(q, r, f) = select(inside, weights(column, row, f), 0.0f);

        // The layout.
        weights.dim(0).set_bounds(0, s.filter_row()).set_stride(1);
        weights.dim(1).set_bounds(0, s.kernel).set_stride(s.filter_row());
        weights.dim(2).set_bounds(0, s.filters).set_stride(s.kernel * s.filter_row());
        shifted.dim(0).set_bounds(0, s.patch_row()).set_stride(1);
        shifted.dim(1).set_bounds(0, s.shifted_rows()).set_stride(s.patch_row());
        shifted.dim(2).set_bounds(0, s.filters).set_stride(s.shifted_plane());

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), s.patch_row()), shifted, q);
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dBackwardData, conv2d_backward_data)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dPackBackward, conv2d_pack_backward)
