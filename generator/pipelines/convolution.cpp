#include "generator/pipelines/convolution.h"

using Halide::Expr;

namespace halenet::pipelines {

BorderedImage::BorderedImage(const schedules::ConvolutionShape &shape, const std::function<Expr(Expr, Expr)> &source,
                             const Halide::Var &n)
    : r(0, shape.channels * shape.width, 0, shape.height, "source") {
    const int source_row = shape.channels * shape.width;
    pitch = source_row + shape.channels * shape.border_columns();
    image(t, n) = 0.0f;
    image(r.x + shape.channels * shape.left() + pitch * (r.y + shape.above()), n) = source(r.x + source_row * r.y, n);
}

Expr with_product(const Expr &sum, const Expr &product, int terms) {
    return terms == 1 ? Halide::strict_float(sum + product) : sum + product;
}

Expr picked(const Expr &index, int count, const std::function<Expr(int)> &values) {
    Expr value = values(0);
    for (int k = 1; k < count; ++k) {
        value = select(index == k, values(k), value);
    }
    return value;
}

} // namespace halenet::pipelines
