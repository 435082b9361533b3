/// Convolution, activation and max pooling in one pass, on an activation in rows: filters in the lanes.
#include "generator/pipelines/convolution.h"
#include "generator/pipelines/elements.h"

namespace halenet::pipelines {
namespace {

using namespace Halide;

Var f("f"), x("x"), y("y"), n("n"), k("k");

/// A filter row is contiguous in the source too (kernel columns x channels), so a convolution is `kernel` such rows
/// times a packed matrix. The chain of an output starts with its bias and runs over channel, column, row of the filter.
class Conv2dForward : public ConvolutionGenerator<Conv2dForward> {
  public:
    ActivationParam activation{"activation"};

    Input<Buffer<float, 2>> src{"src"};               // (i, n)
    Input<Buffer<float, 2>> packed{"packed"};         // (f, k), see Conv2dPackForward
    Output<Func> dst{"dst", {Float(32), UInt(8)}, 4}; // (f, x, y, n): pooled value, argmax

    void generate() {
        const auto s = shape();
        const int rows = s.packed_rows();

        // The algorithm.
        const BorderedImage source(s, [&](const Expr &i, const Expr &image) { return src(i, image); }, n);
        RDom r(0, s.filter_row(), 0, s.kernel, "r");
        Func sum("sum"), row("row");
        sum(f, x, y, n) = packed(f, rows - 1);
        const Expr element = s.channels * s.stride * x + r.x + source.pitch * (s.stride * y + r.y);
        sum(f, x, y, n) += source.image(element, n) * packed(f, r.x + s.filter_row() * r.y);
        row(f, x, y, n) = sum(f, x, y, n);
        dst(f, x, y, n) = pooled([&](int a) { return row(f, s.pool * x + a % s.pool, s.pool * y + a / s.pool, n); },
                                 s.pool * s.pool, activation);

        // The layout.
        set_rows(src, s.source_elements());
        set_matrix(packed, s.packed_filters(), rows);
        set_image_output(dst, s.filters, s.pooled_width(), s.pooled_height());

        if (!using_autoscheduler()) {
            schedules::apply(schedules::chosen_plan(plan, schedules::plan_conv2d_forward(machine(), s), machine(), s),
                             {dst, row, sum, r.x, r.y, source.stages(), f, x, y, n});
        }
    }
};

/// The forward kernel's copy of the parameters: filters innermost, padded with zeros to whole blocks; bias last.
class Conv2dPackForward : public ConvolutionGenerator<Conv2dPackForward> {
  public:
    Input<Buffer<float, 2>> weights{"weights"}; // (k, f), k over the elements of a filter
    Input<Buffer<float, 1>> bias{"bias"};       // (f)
    Output<Buffer<float, 2>> packed{"packed"};  // (f, k)

    void generate() {
        const auto s = shape();
        const int elements = s.packed_rows() - 1;

        // The algorithm.
        const Expr filter = min(f, s.filters - 1);
        const Expr value = select(k < elements, weights(min(k, elements - 1), filter), bias(filter));
        packed(f, k) = select(f < s.filters, value, 0.0f);

        // The layout.
        set_matrix(weights, elements, s.filters);
        bias.dim(0).set_bounds(0, s.filters);
        set_matrix(packed, s.packed_filters(), s.packed_rows());

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), s.packed_filters()), packed, f);
        }
    }
};

} // namespace
} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dForward, conv2d_forward)
HALIDE_REGISTER_GENERATOR(halenet::pipelines::Conv2dPackForward, conv2d_pack_forward)
