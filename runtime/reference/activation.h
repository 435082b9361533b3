/// The naive oracle of the activations, element by element, on tensors of any rank.
#pragma once

#include "generator/description/description.h"

#include <xtensor/xtensor.hpp>

#include <cmath>
#include <cstddef>

namespace halenet::reference {

using description::Activation;

/// relu is select(x < 0, 0, x): a NaN stays a NaN. Softmax is not element by element: loss.h has it, and here it is the
/// identity.
template <class Real>
Real activate(Real x, Activation activation) {
    switch (activation) {
    case Activation::relu:
        return x < 0 ? Real(0) : x;
    case Activation::tanh:
        return std::tanh(x);
    case Activation::identity:
    case Activation::softmax:
        break;
    }
    return x;
}

template <class Real, std::size_t Rank>
xt::xtensor<Real, Rank> activate(xt::xtensor<Real, Rank> values, Activation activation) {
    for (Real &value : values) {
        value = activate(value, activation);
    }
    return values;
}

/// The gradient before an activation, given the gradient after it and the activation's output: nothing where ReLU is
/// closed (output not above 0), times 1 - output^2 for tanh.
template <class Real, std::size_t Rank>
xt::xtensor<Real, Rank> activation_backward(xt::xtensor<Real, Rank> gradient, const xt::xtensor<Real, Rank> &output,
                                            Activation activation) {
    for (std::size_t i = 0; i < gradient.size(); ++i) {
        const Real value = output.flat(i);
        if (activation == Activation::relu && !(value > 0)) {
            gradient.flat(i) = 0;
        } else if (activation == Activation::tanh) {
            gradient.flat(i) *= 1 - value * value;
        }
    }
    return gradient;
}

} // namespace halenet::reference
