#include "generator/pipelines/activation.h"

#include "generator/pipelines/elements.h"
#include "generator/pipelines/plan_param.h"

#include <array>

namespace halenet::pipelines {

using namespace Halide;
using description::Activation;

namespace {

/// ReLU that keeps a NaN: max(x, 0) would turn it into 0 on x86, and a diverged network would show a finite loss.
/// Strict, because the compiler, told that there are no NaNs, makes a max of it.
Expr relu_of(const Expr &x) {
    return strict_float(select(x < 0.0f, 0.0f, x));
}

/// Between -limit and limit; a NaN stays one where the expression is strict.
Expr limited(const Expr &x, float limit) {
    return select(x > limit, limit, select(x < -limit, -limit, x));
}

/// The hyperbolic tangent as x * P(x^2) / Q(x^2), both polynomials of degree 4 with positive coefficients, so that
/// nothing cancels. Own fit: the relative error's greatest value on [0, 9.02] made small by weighted least
/// squares, 2.2e-8 before any rounding. Behind 9.02 the value is 1 in float. Strict throughout: a NaN stays one, a zero
/// keeps its sign, and the bits are the same on every processor.
Expr tanh_of(const Expr &x) {
    constexpr float end = 9.02f;
    constexpr std::array numerator{1.338244585e-8f, 2.06345336e-5f, 0.003497382527f, 0.1338262546f, 1.0f};
    constexpr std::array denominator{7.789504556e-7f, 0.0003288391938f, 0.02588407941f, 0.4671594677f, 1.0f};
    const Expr inside = limited(x, end);
    const Expr square = inside * inside;
    Expr p = numerator[0], q = denominator[0];
    for (std::size_t k = 1; k < numerator.size(); ++k) {
        p = p * square + numerator[k];
        q = q * square + denominator[k];
    }
    return strict_float(limited(inside * p / q, 1.0f));
}

Var i("i"), n("n");

/// d_src = d_dst times the activation's derivative; may work in place.
class ActivationBackward : public Generator<ActivationBackward> {
  public:
    GeneratorParam<int> elements{"elements", 1};
    ActivationParam activation{"activation"};
    PlanParam plan{"plan"};

    Input<Buffer<float, 2>> d_dst{"d_dst"};  // (i, n)
    Input<Buffer<float, 2>> dst{"dst"};      // (i, n)
    Output<Buffer<float, 2>> d_src{"d_src"}; // (i, n); may be the memory of d_dst

    void generate() {
        // The algorithm.
        d_src(i, n) = before_activation(d_dst(i, n), dst(i, n), activation);

        // The layout.
        set_rows(d_dst, elements);
        set_rows(dst, elements);
        set_rows(d_src, elements);

        if (!using_autoscheduler()) {
            schedules::apply(elementwise_plan(plan, get_target(), elements), d_src, i);
        }
    }
};

} // namespace

ActivationParam::ActivationParam(const std::string &name)
    : GeneratorParam(name, Activation::identity,
                     {{"identity", Activation::identity}, {"relu", Activation::relu}, {"tanh", Activation::tanh}}) {}

Expr activated(const Expr &x, Activation activation) {
    switch (activation) {
    case Activation::relu:
        return relu_of(x);
    case Activation::tanh:
        return tanh_of(x);
    case Activation::identity:
    case Activation::softmax:
        break;
    }
    return x;
}

Expr before_activation(const Expr &gradient, const Expr &output, Activation activation) {
    switch (activation) {
    case Activation::relu:
        return select(output > 0.0f, gradient, 0.0f);
    case Activation::tanh:
        return gradient * (1.0f - output * output);
    case Activation::identity:
    case Activation::softmax:
        break;
    }
    return gradient;
}

} // namespace halenet::pipelines

HALIDE_REGISTER_GENERATOR(halenet::pipelines::ActivationBackward, activation_backward)
