/// What the convolution pipelines share.
#pragma once

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
    Halide::GeneratorParam<bool> same{"same", false};
    Halide::GeneratorParam<int> pool{"pool", 1};

  protected:
    [[nodiscard]] schedules::ConvolutionShape shape() const {
        return {channels, width, height, filters, kernel, same, pool};
    }
    [[nodiscard]] schedules::Machine machine() const { return schedules::machine_of(this->get_target()); }
};

/// The byte that marks a pooling window whose ReLU is closed: no gradient passes it.
inline constexpr int closed_window = 255;

/// Greatest of a window's places, the first of equal ones, through the activation: {value, argmax}.
/// `place(a)` is the convolution's output at place a of the window, row-major.
Halide::Tuple pooled(const std::function<Halide::Expr(int)> &place, int places, bool relu);

/// The layout of a tuple (f, x, y, n) of pooled values and their argmax: dense but for the distance of two images.
void set_pooled_output(Halide::Func dst, const schedules::ConvolutionShape &shape);

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
