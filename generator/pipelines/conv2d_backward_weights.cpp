/// The weight gradient of a fused convolution, through the pooling's argmax: each pooled gradient is one scalar times
/// one filter-sized patch of the source, at the address that the argmax gives. The unpooled gradient never exists.
#include "generator/pipelines/convolution.h"
#include "generator/pipelines/elements.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var j("j"), ky("ky"), f("f"), n("n"), w("w"), k("k"), t("t");

/// The common part; the two kernels below differ in how they read a source element.
///
/// Order of the sums: for each image, the windows in row-major order, into a partial sum of its own; then over the
/// images. Bias: for each column of windows, over rows of windows and images; then over the columns.
///
/// `lists`: the open windows of a filter are collected first, so that closed ones cost nothing; it pays where the work
/// a window (filter rows x columns) outweighs the bookkeeping. Closed windows add exact zeros, so both forms give one
/// result.
template <typename Kernel, typename Pixel>
class BackwardWeights : public ConvolutionGenerator<Kernel> {
  public:
    GeneratorInput<Buffer<Pixel, 2>> src{"src"};              // (i, n)
    GeneratorInput<Buffer<float, 2>> d_dst{"d_dst"};          // (i, n), i over pooled elements
    GeneratorInput<Buffer<std::uint8_t, 2>> argmax{"argmax"}; // (i, n), i over pooled elements
    GeneratorOutput<Buffer<float, 3>> d_weights{"d_weights"}; // (j, ky, f), j = channel + channels * kx
    GeneratorOutput<Buffer<float, 1>> d_bias{"d_bias"};       // (f)

  protected:
    void build(const std::function<Expr(Expr, Expr)> &source_element, bool lists) {
        const auto s = this->shape();
        const int windows = s.windows();
        const int pooled_row = s.filters * s.pooled_width();
        const Expr images = d_dst.dim(1).extent();

        // The algorithm.
        const BorderedImage source(s, source_element, n);
        Func place("place"), gradient("gradient"), offset("offset");
        place(f, w, n) = cast<int>(argmax(f + s.filters * w, n));
        gradient(f, w, n) = select(place(f, w, n) == closed_window, 0.0f, d_dst(f + s.filters * w, n));
        // The modulo keeps a closed window's address inside the image; its gradient is zero.
        const Expr column = s.pool * (w % s.pooled_width()) + place(f, w, n) % s.pool;
        const Expr row = s.pool * (w / s.pooled_width()) + (place(f, w, n) / s.pool) % s.pool;
        const int column_step = s.channels * s.stride, row_step = source.pitch * s.stride;
        const int last_offset =
            column_step * (s.pool * s.pooled_width() - 1) + row_step * (s.pool * s.pooled_height() - 1);
        offset(f, w, n) = column_step * column + row_step * row;
        const auto patch = [&](const Expr &start) {
            return source.image(unsafe_promise_clamped(start, 0, last_offset) + j + source.pitch * ky, n);
        };

        Func sum("sum"), total("total"), rank("rank"), list("list");
        RDom r(0, windows, "r"), before(1, windows, "before"), each(0, windows, "each"),
            over_images(0, images, "over_images");
        sum(j, ky, f, n) = 0.0f;
        if (lists) {
            // rank: open windows before window w; the last one is their count. Entries of closed windows are
            // overwritten by the next open one.
            const auto open = [&](const Expr &window) { return cast<int>(place(f, window, n) != closed_window); };
            rank(f, w, n) = 0;
            rank(f, before, n) = rank(f, before - 1, n) + open(before - 1);
            list(k, f, n) = Tuple(undef<int>(), undef<float>());
            list(unsafe_promise_clamped(rank(f, each, n), 0, windows - 1), f, n) =
                Tuple(offset(f, each, n), gradient(f, each, n));
            r.where(r < rank(f, windows, n));
            sum(j, ky, f, n) += list(r, f, n)[1] * patch(list(r, f, n)[0]);
        } else {
            sum(j, ky, f, n) += gradient(f, r, n) * patch(offset(f, r, n));
        }
        total(j, ky, f) = 0.0f;
        total(j, ky, f) += sum(j, ky, f, over_images);
        d_weights(j, ky, f) = total(j, ky, f);

        Func partial("partial"), fold("fold");
        RDom rows(0, s.pooled_height(), 0, images, "rows"), columns(0, s.pooled_width(), "columns");
        const Expr i = t + pooled_row * rows.x;
        partial(t) = 0.0f;
        partial(t) += select(argmax(i, rows.y) == closed_window, 0.0f, d_dst(i, rows.y));
        fold(f) = 0.0f;
        fold(f) += partial(f + s.filters * columns);
        d_bias(f) = fold(f);

        // The layout.
        set_rows(src, s.source_elements());
        set_rows(d_dst, s.pooled_elements());
        set_rows(argmax, s.pooled_elements());
        d_weights.dim(0).set_bounds(0, s.filter_row()).set_stride(1);
        d_weights.dim(1).set_bounds(0, s.kernel).set_stride(s.filter_row());
        d_weights.dim(2).set_bounds(0, s.filters).set_stride(s.kernel * s.filter_row());
        d_bias.dim(0).set_bounds(0, s.filters);

        std::optional<schedules::WindowListStages> list_stages;
        if (lists) {
            list_stages = {rank, before, list, each};
        }
        schedules::apply(schedules::plan_conv2d_backward_weights(this->machine(), s),
                         {d_weights,
                          total,
                          over_images,
                          sum,
                          r,
                          {place, gradient, offset},
                          list_stages,
                          source.stages(),
                          {d_bias, fold, partial, rows.x, rows.y, columns, f, t},
                          j,
                          ky,
                          f,
                          w});
    }
};

class Conv2dBackwardWeights : public BackwardWeights<Conv2dBackwardWeights, float> {
  public:
    void generate() {
        build([&](const Expr &i, const Expr &image) { return src(i, image); }, true);
    }
};

/// The first layer's: the source is pixels, normalised on the way. With one channel a patch is five short rows, and
/// lists cost more than the zeros that they skip (2.6 us an image against 1.7 on one Zen 4 core).
class ImageConv2dBackwardWeights : public BackwardWeights<ImageConv2dBackwardWeights, std::uint8_t> {
  public:
    GeneratorParam<double> mean{"mean", 0.0};
    GeneratorParam<double> deviation{"deviation", 1.0};

    void generate() {
        build([&](const Expr &i, const Expr &image) { return normalized(src(i, image), mean, deviation); }, false);
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dBackwardWeights, conv2d_backward_weights)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::ImageConv2dBackwardWeights, image_conv2d_backward_weights)
