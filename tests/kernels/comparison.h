/// How a kernel's results are compared with the oracle's. The kernels' own tolerances stand in
/// tests/reference/tolerance.h.
#pragma once

#include "tests/kernels/convolution_case.h"
#include "tests/reference/tolerance.h"

namespace halenet::kernels {

/// Every element a sum of at most `terms` products whose absolute values add up to its element of `magnitude`; equal to
/// the oracle's where the numbers are whole.
template <std::size_t Rank>
void check_sums(Draw draw, std::size_t terms, const xt::xtensor<double, Rank> &expected,
                const xt::xtensor<double, Rank> &magnitude, const Memory<float> &found) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
        const double allowed = draw == Draw::integers ? 0.0 : tolerance::sum(terms, magnitude.flat(k));
        const double difference = std::abs(expected.flat(k) - static_cast<double>(found[k]));
        if (!(difference <= allowed)) {
            FAIL_CHECK("element " << k << " is " << found[k] << ", not " << expected.flat(k) << " within " << allowed);
            return;
        }
    }
}

/// As check_sums, through an activation: `sums` are the oracle's before it. No activation is steeper than 1.
template <std::size_t Rank>
void check_activated(Draw draw, std::size_t terms, Activation activation, const xt::xtensor<double, Rank> &sums,
                     const xt::xtensor<double, Rank> &magnitude, const Memory<float> &found) {
    REQUIRE(found.size() == sums.size());
    for (std::size_t k = 0; k < sums.size(); ++k) {
        const double expected = reference::activate(sums.flat(k), activation);
        const double allowed = (draw == Draw::integers ? 0.0 : tolerance::sum(terms, magnitude.flat(k))) +
                               tolerance::activated(activation, expected);
        INFO("element " << k);
        REQUIRE(std::abs(expected - static_cast<double>(found[k])) <= allowed);
    }
}

/// A pooled output and its argmax, given the oracle's convolution and its magnitude, both before activation and
/// pooling.
inline void check_pooled(const FusedConvolution &s, Draw draw, const xt::xtensor<double, 4> &convolved,
                         const xt::xtensor<double, 4> &magnitude, const Memory<float> &dst,
                         const Memory<std::uint8_t> &argmax) {
    const std::size_t images = convolved.shape(0);
    const bool relu = s.activation == Activation::relu;
    std::size_t k = 0;
    for (std::size_t n = 0; n < images; ++n) {
        for (std::size_t py = 0; py < s.pooled_height(); ++py) {
            for (std::size_t px = 0; px < s.pooled_width(); ++px) {
                for (std::size_t f = 0; f < s.filters; ++f, ++k) {
                    double greatest = 0;
                    double allowed = 0;
                    std::size_t first = 0;
                    const auto at = [&](const xt::xtensor<double, 4> &values, std::size_t place) {
                        return values(n, s.pool * py + place / s.pool, s.pool * px + place % s.pool, f);
                    };
                    for (std::size_t place = 0; place < s.pool * s.pool; ++place) {
                        if (place == 0 || at(convolved, place) > greatest) {
                            greatest = at(convolved, place);
                            first = place;
                        }
                        allowed = std::max(allowed, tolerance::sum(s.terms() + 1, at(magnitude, place)));
                    }
                    if (draw == Draw::integers) {
                        allowed = 0;
                    }
                    const double expected = reference::activate(greatest, s.activation);
                    // Roundings may choose another of nearly equal values, or the other side of nearly zero.
                    const std::size_t place = argmax[k];
                    const bool closed = place == closed_window;
                    const bool place_allowed =
                        closed
                            ? relu && greatest <= allowed
                            : place < s.pool * s.pool && (!relu || greatest > -allowed) &&
                                  (place == first || (allowed > 0 && at(convolved, place) >= greatest - 2 * allowed));
                    // No activation is steeper than 1.
                    const bool value_allowed = std::abs(static_cast<double>(dst[k]) - expected) <=
                                               allowed + tolerance::activated(s.activation, expected);
                    const bool consistent = !relu || closed == !(dst[k] > 0);
                    if (!place_allowed || !value_allowed || !consistent) {
                        FAIL_CHECK("image " << n << ", window (" << px << ", " << py << "), filter " << f << " is "
                                            << dst[k] << " at place " << place << ", not " << expected << " within "
                                            << allowed << " at place " << first);
                        return;
                    }
                }
            }
        }
    }
    REQUIRE(k == dst.size());
}

/// Every value of one filter is NaN, its windows closed where there is a ReLU; no other filter's is.
inline void check_nan_filter(const FusedConvolution &s, std::size_t filter, const Memory<float> &dst,
                             const Memory<std::uint8_t> &argmax) {
    for (std::size_t k = 0; k < dst.size(); ++k) {
        const bool here = k % s.filters == filter;
        const bool closed = argmax[k] == closed_window;
        if (std::isnan(dst[k]) != here || (here && closed != (s.activation == Activation::relu))) {
            FAIL_CHECK("element " << k << ", filter " << k % s.filters << ", is " << dst[k] << " at place "
                                  << int{argmax[k]});
            return;
        }
    }
}

/// The gradients of a convolution's weights and bias. `src_magnitude` is what rounding errors of the source scale with.
inline void check_weight_gradients(const FusedConvolution &s, Draw draw, const xt::xtensor<double, 4> &src,
                                   const xt::xtensor<double, 4> &src_magnitude, const xt::xtensor<double, 4> &d_dst,
                                   const xt::xtensor<std::uint8_t, 4> &argmax, const Memory<float> &d_weights,
                                   const Memory<float> &d_bias) {
    const auto expected = fused_backward_weights(s, src, d_dst, argmax);
    const auto magnitude = fused_backward_weights(s, src_magnitude, magnitudes(d_dst), argmax);
    const std::size_t terms = d_dst.size() / s.filters;
    check_sums(draw, terms, expected.weights, magnitude.weights, d_weights);
    check_sums(draw, terms, expected.bias, magnitude.bias, d_bias);
}

} // namespace halenet::kernels
