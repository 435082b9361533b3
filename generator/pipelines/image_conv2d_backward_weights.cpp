/// The weight gradient of the first layer, on pixels. With few channels a filter's patch is too short for vectors, so
/// the lanes are the windows of a row: each lane picks the source value under the place of its own window's maximum.
#include "generator/pipelines/convolution.h"
#include "generator/pipelines/elements.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var j("j"), ky("ky"), f("f"), x("x"), y("y"), n("n"), c("c");

/// Order of the sums: for each column of windows and each image, over the rows of windows; then over the images; then
/// over the columns. Bias: for each column of windows, over rows of windows and images; then over the columns.
class ImageConv2dBackwardWeights : public ConvolutionGenerator<ImageConv2dBackwardWeights> {
  public:
    GeneratorParam<double> mean{"mean", 0.0};
    GeneratorParam<double> deviation{"deviation", 1.0};

    Input<Buffer<std::uint8_t, 2>> src{"src"};       // (i, n)
    Input<Buffer<float, 2>> d_dst{"d_dst"};          // (i, n), i over pooled elements
    Input<Buffer<std::uint8_t, 4>> argmax{"argmax"}; // (x, f, y, n), rows of windows padded (set_planar_argmax)
    Output<Buffer<float, 3>> d_weights{"d_weights"}; // (j, ky, f), j = channel + channels * kx
    Output<Buffer<float, 1>> d_bias{"d_bias"};       // (f)

    void generate() {
        const auto s = shape();
        const Expr images = d_dst.dim(1).extent();

        // The algorithm. Windows side by side: their gradients at (x, f, y, n), column c of their sources at (x, c,
        // ..).
        const BorderedImage source(
            s, [&](const Expr &i, const Expr &image) { return normalized(src(i, image), mean, deviation); }, n);
        Func gradient("gradient"), columns("columns");
        RDom window(0, s.pooled_width(), "window");
        gradient(x, f, y, n) = 0.0f;
        gradient(window, f, y, n) = select(argmax(window, f, y, n) == closed_window, 0.0f,
                                           d_dst(f + s.filters * (window + s.pooled_width() * y), n));
        columns(x, c, y, n) = source.image(s.channels * s.window_step() * x + c + source.pitch * y, n);

        RDom row(0, s.pooled_height(), "row"), image(0, images, "image");
        const Expr place = cast<int>(argmax(x, f, row, n));
        const auto in_row = [&](int column, int down) {
            return columns(x, j + s.channels * s.stride * column, s.window_step() * row + ky + s.stride * down, n);
        };
        const auto in_column = [&](int column) {
            return picked(place / s.pool % s.pool, s.pool, [&](int down) { return in_row(column, down); });
        };
        Func sum("sum"), total("total"), folded("folded");
        sum(x, j, ky, f, n) = 0.0f;
        sum(x, j, ky, f, n) = with_product(
            sum(x, j, ky, f, n), gradient(x, f, row, n) * picked(place % s.pool, s.pool, in_column), s.pooled_height());
        total(x, j, ky, f) = 0.0f;
        total(x, j, ky, f) += sum(x, j, ky, f, image);
        folded(j, ky, f) = 0.0f;
        folded(j, ky, f) += total(window, j, ky, f);
        d_weights(j, ky, f) = folded(j, ky, f);

        Func partial("partial"), fold("fold");
        RDom rows(0, s.pooled_height(), 0, images, "rows");
        partial(x, f) = 0.0f;
        partial(x, f) += gradient(x, f, rows.x, rows.y);
        fold(f) = 0.0f;
        fold(f) += partial(window, f);
        d_bias(f) = fold(f);

        // The layout.
        set_rows(src, s.source_elements());
        set_rows(d_dst, s.pooled_elements());
        set_planar_argmax(argmax, s);
        set_weight_gradients(d_weights, d_bias, s);

        if (!using_autoscheduler()) {
            schedules::apply(
                schedules::chosen_plan(plan, schedules::plan_image_conv2d_backward_weights(machine(), s), machine(), s),
                {d_weights, folded, total,   image,  sum,    row, gradient, window, columns, source.stages(),
                 d_bias,    fold,   partial, rows.x, rows.y, x,   j,        ky,     f,       n});
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::ImageConv2dBackwardWeights, image_conv2d_backward_weights)
