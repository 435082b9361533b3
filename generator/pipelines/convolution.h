/// What the convolution pipelines share.
#pragma once

#include "generator/pipelines/activation.h"
#include "generator/pipelines/plan_param.h"
#include "generator/pipelines/pooling.h"
#include "schedules/convolution.h"

#include <Halide.h>

#include <functional>

namespace halenet::pipelines {

/// The shape parameters of every convolution kernel.
template <typename Kernel>
class ConvolutionGenerator : public Halide::Generator<Kernel> {
  public:
    Halide::GeneratorParam<int> channels{"channels", 1};
    Halide::GeneratorParam<int> width{"width", 1};
    Halide::GeneratorParam<int> height{"height", 1};
    Halide::GeneratorParam<int> filters{"filters", 1};
    Halide::GeneratorParam<int> kernel{"kernel", 1};
    Halide::GeneratorParam<int> stride{"stride", 1};
    Halide::GeneratorParam<bool> same{"same", false};
    Halide::GeneratorParam<int> pool{"pool", 1};
    PlanParam plan{"plan"};

  protected:
    [[nodiscard]] schedules::ConvolutionShape shape() const {
        return {channels, width, height, filters, kernel, stride, same, pool};
    }
    [[nodiscard]] schedules::Machine machine() const { return schedules::machine_of(this->get_target()); }
};

/// One image with its border of zeros, as a flat Func (t, n) with t = column + pitch * row, where a column is one float
/// of one channel. Vectors may read past the end of a row, and of the image: those lanes are never used.
struct BorderedImage {
    Halide::Func image{"bordered"};
    Halide::RDom r;
    Halide::Var t{"t"};
    int pitch = 0;

    /// `source(i, n)` is element i of the flattened image.
    BorderedImage(const schedules::ConvolutionShape &shape,
                  const std::function<Halide::Expr(Halide::Expr, Halide::Expr)> &source, const Halide::Var &n);

    [[nodiscard]] schedules::BorderedStages stages() const { return {image, r.x, r.y, t}; }
};

/// values(k) where k, 0 to count - 1, is `index`, as one expression, so for few values.
[[nodiscard]] Halide::Expr picked(const Halide::Expr &index, int count, const std::function<Halide::Expr(int)> &values);

/// sum + product, where the sum has this many terms. A sum of one term is a product itself, and whether LLVM rounds it
/// before it is added to something else would depend on the plan: so that one is strict.
[[nodiscard]] Halide::Expr with_product(const Halide::Expr &sum, const Halide::Expr &product, int terms);

/// The layout of an argmax that lies window by window of a row, (x, f, y, n), for kernels whose lanes are windows: rows
/// of argmax_row() bytes, of which pooled_width() count.
template <typename Port>
void set_planar_argmax(Port &port, const schedules::ConvolutionShape &shape) {
    port.dim(0).set_bounds(0, shape.argmax_row()).set_stride(1);
    port.dim(1).set_bounds(0, shape.filters).set_stride(shape.argmax_row());
    port.dim(2).set_bounds(0, shape.pooled_height()).set_stride(shape.argmax_row() * shape.filters);
    port.dim(3).set_min(0);
}

/// The layout of weight gradients (j, ky, f) and bias gradients (f), without gaps.
template <typename Weights, typename Bias>
void set_weight_gradients(Weights &d_weights, Bias &d_bias, const schedules::ConvolutionShape &shape) {
    d_weights.dim(0).set_bounds(0, shape.filter_row()).set_stride(1);
    d_weights.dim(1).set_bounds(0, shape.kernel).set_stride(shape.filter_row());
    d_weights.dim(2).set_bounds(0, shape.filters).set_stride(shape.kernel * shape.filter_row());
    d_bias.dim(0).set_bounds(0, shape.filters);
}

} // namespace halenet::pipelines
