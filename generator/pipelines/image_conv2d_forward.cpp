/// The first layer on pixels: normalisation, convolution, activation and max pooling in one pass. With one or three
/// channels and few filters the lanes are pooled columns, not filters; the float image is never stored for more than
/// one image.
#include "generator/pipelines/convolution.h"
#include "generator/pipelines/elements.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var f("f"), x("x"), y("y"), n("n"), a("a"), q("q"), p("p"), c("c");

class ImageConv2dForward : public ConvolutionGenerator<ImageConv2dForward> {
  public:
    ActivationParam activation{"activation"};
    GeneratorParam<double> mean{"mean", 0.0};
    GeneratorParam<double> deviation{"deviation", 1.0};

    Input<Buffer<std::uint8_t, 2>> src{"src"};  // (i, n)
    Input<Buffer<float, 4>> weights{"weights"}; // (c, kx, ky, f)
    Input<Buffer<float, 1>> bias{"bias"};       // (f)
    // (f, x, y, n): pooled value, dense; argmax, stored in the order of set_planar_argmax
    Output<Func> dst{"dst", {Float(32), UInt(8)}, 4};

    void generate() {
        const auto s = shape();
        const int step = s.window_step();

        // The algorithm. Columns are kept by their phase, column % step, so that neighbouring windows are neighbouring
        // floats: column step * x + k of window x is phases(x + k / step, k % step).
        const BorderedImage source(
            s, [&](const Expr &i, const Expr &image) { return normalized(src(i, image), mean, deviation); }, n);
        Func phases("phases"), sum("sum"), best("best");
        phases(q, p, c, y, n) = source.image(c + s.channels * (step * q + p) + source.pitch * y, n);
        RDom r(0, s.channels, 0, s.kernel, 0, s.kernel, "r");
        const Expr column = s.stride * (a % s.pool) + r.y, row = step * y + s.stride * (a / s.pool) + r.z;
        sum(x, a, f, y, n) = bias(f);
        sum(x, a, f, y, n) += phases(x + column / step, column % step, r.x, row, n) * weights(r.x, r.y, r.z, f);
        best(x, f, y, n) = pooled([&](int place) { return sum(x, place, f, y, n); }, s.pool * s.pool, activation);
        dst(f, x, y, n) = best(x, f, y, n);

        // The layout.
        set_rows(src, s.source_elements());
        weights.dim(0).set_bounds(0, s.channels).set_stride(1);
        weights.dim(1).set_bounds(0, s.kernel).set_stride(s.channels);
        weights.dim(2).set_bounds(0, s.kernel).set_stride(s.filter_row());
        weights.dim(3).set_bounds(0, s.filters).set_stride(s.kernel * s.filter_row());
        bias.dim(0).set_bounds(0, s.filters);
        set_image_output(dst, s.filters, s.pooled_width(), s.pooled_height());
        auto argmax = Func(dst).output_buffers()[1];
        argmax.dim(0).set_stride(s.argmax_row());
        argmax.dim(1).set_stride(1);
        argmax.dim(2).set_stride(s.argmax_row() * s.filters);

        if (!using_autoscheduler()) {
            schedules::apply(
                schedules::chosen_plan(plan, schedules::plan_image_conv2d_forward(machine(), s), machine(), s),
                {dst, best, sum, r.x, r.y, r.z, phases, source.stages(), f, x, y, n, a, q});
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::ImageConv2dForward, image_conv2d_forward)
