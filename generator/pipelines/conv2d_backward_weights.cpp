/// The weight gradient of a fused convolution, through the pooling's argmax: each pooled gradient is one scalar times
/// one filter-sized patch of the source, at the address that the argmax gives. The unpooled gradient never exists.
#include "generator/pipelines/convolution.h"
#include "generator/pipelines/elements.h"
#include "generator/pipelines/open_entry.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var j("j"), ky("ky"), f("f"), n("n"), i("i"), k("k"), t("t"), e("e");

/// Order of the sums: for each image, the windows in row-major order, into a partial sum of its own; then over the
/// images. Bias: for each column of windows, over rows of windows and images; then over the columns.
///
/// Closed windows add exact zeros, so a plan may skip them.
class Conv2dBackwardWeights : public ConvolutionGenerator<Conv2dBackwardWeights> {
  public:
    Input<Buffer<float, 2>> src{"src"};              // (i, n)
    Input<Buffer<float, 2>> d_dst{"d_dst"};          // (i, n), i over pooled elements
    Input<Buffer<std::uint8_t, 2>> argmax{"argmax"}; // (i, n), i over pooled elements
    Output<Buffer<float, 3>> d_weights{"d_weights"}; // (j, ky, f), j = channel + channels * kx
    Output<Buffer<float, 1>> d_bias{"d_bias"};       // (f)

    void generate() {
        const auto s = shape();
        const int windows = s.windows();
        const int pooled_row = s.filters * s.pooled_width();
        const Expr images = d_dst.dim(1).extent();

        // The algorithm.
        const BorderedImage source(s, [&](const Expr &element, const Expr &image) { return src(element, image); }, n);
        // A patch is the source under one filter: `kernel` rows of patch_row() floats, of which filter_row() count.
        const auto way =
            schedules::chosen_plan(plan, schedules::plan_conv2d_backward_weights(machine(), s), machine(), s);
        const int row = s.patch_row(), plane = row * s.patch_rows();
        const auto in_source = [&](const Expr &column_and_row, const Expr &element) {
            return source.image(column_and_row + element % row + source.pitch * (element / row), n);
        };
        Func patches("patches");
        patches(t, n) =
            source.image(t % row + s.channels * s.stride * (t / plane) + source.pitch * (t / row % s.patch_rows()), n);
        const int column_step = way.copies ? plane : s.channels * s.stride;
        const int row_step = s.stride * (way.copies ? row : source.pitch);
        const int last_offset = column_step * (s.patch_columns() - 1) + row_step * (s.pool * s.pooled_height() - 1);

        // Of each window and filter, i = f + filters * w: where the patch of its greatest value starts, and its
        // gradient.
        Func first_place("first_place"), chosen("chosen");
        const Expr w = i / s.filters, place = cast<int>(argmax(i, n));
        first_place(i) = s.pool * (column_step * (w % s.pooled_width()) + row_step * (w / s.pooled_width()));
        // The modulo keeps a closed window's address inside the image; its gradient is zero.
        const Expr offset = first_place(i) + column_step * (place % s.pool) + row_step * ((place / s.pool) % s.pool);
        chosen(i, n) = packed_entry(offset, select(place == closed_window, 0.0f, d_dst(i, n)));
        const auto patch = [&](const Expr &start) {
            const Expr first = unsafe_promise_clamped(start, 0, last_offset);
            return way.copies ? patches(first + k, n) : in_source(first, k);
        };

        Func sum("sum"), total("total"), rank("rank"), list("list");
        RDom r(0, windows, "r"), before(1, windows, "before"), each(0, windows, "each"),
            over_images(0, images, "over_images");
        sum(k, f, n) = 0.0f;
        if (way.lists) {
            // rank: open windows before window w; the last one is their count. Entries of closed windows are
            // overwritten by the next open one.
            const auto open = [&](const Expr &window) {
                return cast<int>(argmax(f + s.filters * window, n) != closed_window);
            };
            rank(f, e, n) = 0;
            rank(f, before, n) = rank(f, before - 1, n) + open(before - 1);
            list(e, f, n) = undef<std::uint64_t>();
            list(unsafe_promise_clamped(rank(f, each, n), 0, windows - 1), f, n) = chosen(f + s.filters * each, n);
            r.where(r < rank(f, windows, n));
        }
        const Expr window = way.lists ? list(r, f, n) : chosen(f + s.filters * r, n);
        sum(k, f, n) = with_product(sum(k, f, n), gradient_of(window) * patch(start_of(window)), windows);
        total(k, f) = 0.0f;
        total(k, f) += sum(k, f, over_images);
        d_weights(j, ky, f) = total(j + row * ky, f);

        Func partial("partial"), fold("fold");
        RDom rows(0, s.pooled_height(), 0, images, "rows"), columns(0, s.pooled_width(), "columns");
        const Expr element = t + pooled_row * rows.x;
        partial(t) = 0.0f;
        partial(t) += select(argmax(element, rows.y) == closed_window, 0.0f, d_dst(element, rows.y));
        fold(f) = 0.0f;
        fold(f) += partial(f + s.filters * columns);
        d_bias(f) = fold(f);

        // The layout.
        set_rows(src, s.source_elements());
        set_rows(d_dst, s.pooled_elements());
        set_rows(argmax, s.pooled_elements());
        set_weight_gradients(d_weights, d_bias, s);

        std::optional<schedules::WindowListStages> list_stages;
        if (way.lists) {
            list_stages = {rank, before, list, each};
        }
        if (!using_autoscheduler()) {
            schedules::apply(way, s,
                             {d_weights,
                              total,
                              over_images,
                              sum,
                              r,
                              first_place,
                              chosen,
                              list_stages,
                              way.copies ? std::optional(patches) : std::nullopt,
                              source.stages(),
                              {d_bias, fold, partial, rows.x, rows.y, columns, f, t},
                              j,
                              k,
                              f,
                              i,
                              t});
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dBackwardWeights, conv2d_backward_weights)
