#include "generator/pipelines/convolution.h"

#include "generator/pipelines/elements.h"

using Halide::cast;
using Halide::Expr;
using Halide::RDom;
using Halide::select;
using Halide::strict_float;
using Halide::Tuple;

namespace halenet::pipelines {

Tuple pooled(const std::function<Expr(int)> &place, int places, bool relu) {
    Expr best = place(0);
    Expr argmax = cast<std::uint8_t>(0);
    for (int a = 1; a < places; ++a) {
        const Expr greater = place(a) > best;
        argmax = select(greater, cast<std::uint8_t>(a), argmax);
        best = select(greater, place(a), best);
    }
    if (relu) {
        argmax = select(best > 0.0f, argmax, cast<std::uint8_t>(closed_window));
        best = relu_of(best);
    }
    return {strict_float(best), strict_float(argmax)};
}

void set_pooled_output(Halide::Func dst, const schedules::ConvolutionShape &shape) {
    const int row = shape.filters * shape.pooled_width();
    auto buffers = dst.output_buffers();
    for (auto &buffer : buffers) {
        buffer.dim(0).set_stride(1);
        buffer.dim(1).set_stride(shape.filters);
        buffer.dim(2).set_stride(row);
    }
    // Bounds of a tuple are those of its first buffer.
    buffers[0].dim(0).set_bounds(0, shape.filters);
    buffers[0].dim(1).set_bounds(0, shape.pooled_width());
    buffers[0].dim(2).set_bounds(0, shape.pooled_height());
    buffers[0].dim(3).set_min(0);
}

BorderedImage::BorderedImage(const schedules::ConvolutionShape &shape, const std::function<Expr(Expr, Expr)> &source,
                             const Halide::Var &n)
    : r(0, shape.channels * shape.width, 0, shape.height, "source") {
    const int source_row = shape.channels * shape.width;
    const int border = shape.same ? shape.kernel - 1 : 0;
    pitch = source_row + shape.channels * border;
    image(t, n) = 0.0f;
    image(r.x + shape.channels * shape.border() + pitch * (r.y + shape.border()), n) =
        source(r.x + source_row * r.y, n);
}

} // namespace halenet::pipelines
