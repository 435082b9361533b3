/// The activations: their formulas, their derivatives, and the generator parameter that chooses one.
#pragma once

#include "generator/description/description.h"

#include <Halide.h>

#include <string>

namespace halenet::pipelines {

/// "identity" (the default), "relu" or "tanh". Softmax is a kernel of its own.
class ActivationParam : public Halide::GeneratorParam<description::Activation> {
  public:
    explicit ActivationParam(const std::string &name);
};

/// The activation of x. A NaN stays a NaN.
[[nodiscard]] Halide::Expr activated(const Halide::Expr &x, description::Activation activation);

/// The gradient before an activation, given the gradient after it and the activation's output: times 1 where ReLU was
/// open (output > 0), times 1 - output^2 for tanh.
[[nodiscard]] Halide::Expr before_activation(const Halide::Expr &gradient, const Halide::Expr &output,
                                             description::Activation activation);

} // namespace halenet::pipelines
