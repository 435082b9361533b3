/// What the convolution pipelines share.
#pragma once

#include "generator/pipelines/activation.h"
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

} // namespace halenet::pipelines
