#include "generator/pipelines/pooling.h"

using namespace Halide;

namespace halenet::pipelines {

Tuple pooled(const std::function<Expr(int)> &place, int places, description::Activation activation) {
    Expr best = place(0);
    Expr argmax = cast<std::uint8_t>(0);
    for (int a = 1; a < places; ++a) {
        const Expr greater = place(a) > best;
        argmax = select(greater, cast<std::uint8_t>(a), argmax);
        best = select(greater, place(a), best);
    }
    if (activation == description::Activation::relu) {
        argmax = select(best > 0.0f, argmax, cast<std::uint8_t>(closed_window));
    }
    best = activated(best, activation);
    return {strict_float(best), strict_float(argmax)};
}

void set_image_output(Func dst, int channels, int width, int height) {
    auto buffers = dst.output_buffers();
    for (auto &buffer : buffers) {
        buffer.dim(0).set_stride(1);
        buffer.dim(1).set_stride(channels);
        buffer.dim(2).set_stride(channels * width);
    }
    // Bounds of a tuple are those of its first buffer.
    buffers[0].dim(0).set_bounds(0, channels);
    buffers[0].dim(1).set_bounds(0, width);
    buffers[0].dim(2).set_bounds(0, height);
    buffers[0].dim(3).set_min(0);
}

} // namespace halenet::pipelines
