/// The naive oracle of softmax and categorical cross-entropy with label smoothing (Szegedy et al., arXiv 1512.00567,
/// section 7): the target is (1 - s) * onehot + s / classes, the loss of a batch the mean over its own images.
#pragma once

#include <xtensor/xtensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace halenet::reference {

/// (n, u) to (n, u). The greatest logit is subtracted first, so that no exponential overflows.
template <class Real>
xt::xtensor<Real, 2> softmax(const xt::xtensor<Real, 2> &logits) {
    auto probabilities = xt::xtensor<Real, 2>::from_shape(logits.shape());
    for (std::size_t n = 0; n < logits.shape(0); ++n) {
        Real greatest = logits(n, 0);
        for (std::size_t u = 1; u < logits.shape(1); ++u) {
            greatest = std::max(greatest, logits(n, u));
        }
        Real sum = 0;
        for (std::size_t u = 0; u < logits.shape(1); ++u) {
            sum += std::exp(logits(n, u) - greatest);
        }
        for (std::size_t u = 0; u < logits.shape(1); ++u) {
            probabilities(n, u) = std::exp(logits(n, u) - greatest) / sum;
        }
    }
    return probabilities;
}

template <class Real>
struct Loss {
    xt::xtensor<Real, 1> losses;          ///< of each image
    xt::xtensor<Real, 2> d_logits;        ///< of the mean over the images
    xt::xtensor<std::uint8_t, 1> correct; ///< 1 where the first of the greatest logits is the label's
    [[nodiscard]] Real mean() const {
        Real sum = 0;
        for (const Real loss : losses) {
            sum += loss;
        }
        return sum / static_cast<Real>(losses.size());
    }
};

template <class Real>
Loss<Real> softmax_cross_entropy(const xt::xtensor<Real, 2> &logits, const xt::xtensor<std::uint8_t, 1> &labels,
                                 double label_smoothing) {
    const std::size_t images = logits.shape(0);
    const std::size_t classes = logits.shape(1);
    const auto smoothing = static_cast<Real>(label_smoothing);
    const xt::xtensor<Real, 2> probabilities = softmax(logits);
    Loss<Real> result{xt::xtensor<Real, 1>::from_shape({images}), xt::xtensor<Real, 2>::from_shape({images, classes}),
                      xt::xtensor<std::uint8_t, 1>::from_shape({images})};
    for (std::size_t n = 0; n < images; ++n) {
        std::size_t greatest = 0;
        for (std::size_t u = 1; u < classes; ++u) {
            if (logits(n, u) > logits(n, greatest)) {
                greatest = u;
            }
        }
        Real sum = 0;
        for (std::size_t u = 0; u < classes; ++u) {
            sum += std::exp(logits(n, u) - logits(n, greatest));
        }
        Real loss = 0;
        for (std::size_t u = 0; u < classes; ++u) {
            const Real target = (u == labels(n) ? 1 - smoothing : Real(0)) + smoothing / static_cast<Real>(classes);
            const Real log_probability = logits(n, u) - logits(n, greatest) - std::log(sum);
            loss -= target * log_probability;
            result.d_logits(n, u) = (probabilities(n, u) - target) / static_cast<Real>(images);
        }
        result.losses(n) = loss;
        result.correct(n) = greatest == labels(n) ? 1 : 0;
    }
    return result;
}

} // namespace halenet::reference
