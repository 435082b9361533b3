#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace halenet {

/// How one class fared. A ratio of nothing is no number: nothing then, never NaN.
struct ClassScores {
    std::int64_t support = 0;   ///< images of this class
    std::int64_t predicted = 0; ///< images that were taken for this class
    std::int64_t correct = 0;   ///< images of which both hold

    /// Of the images taken for this class, the part that was of it.
    [[nodiscard]] std::optional<double> precision() const;

    /// Of this class's images, the part that was found.
    [[nodiscard]] std::optional<double> recall() const;
};

/// How many images of each class were taken for which.
class Confusion {
  public:
    /// Element k of both is of image k; both are classes below `classes`.
    Confusion(std::span<const std::uint8_t> labels, std::span<const std::uint8_t> predictions, std::size_t classes);

    [[nodiscard]] std::size_t classes() const { return classes_; }
    [[nodiscard]] std::int64_t images() const { return images_; }
    [[nodiscard]] std::int64_t correct() const { return correct_; }

    /// Images of class `label` that were taken for `prediction`.
    [[nodiscard]] std::int64_t count(std::size_t label, std::size_t prediction) const {
        return counts_[label * classes_ + prediction];
    }
    [[nodiscard]] ClassScores scores(std::size_t label) const;

  private:
    std::size_t classes_;
    std::int64_t images_ = 0;
    std::int64_t correct_ = 0;
    std::vector<std::int64_t> counts_; ///< [label][prediction]
};

/// A pair of classes and how many images of the first were taken for the second.
struct Mistake {
    std::size_t label = 0;
    std::size_t prediction = 0;
    std::int64_t images = 0;
};

/// The pairs that were confused, most frequent first, equal ones in the order of their classes.
[[nodiscard]] std::vector<Mistake> frequent_mistakes(const Confusion &confusion);

/// Of a share of `correct` in `images` independent trials: the binomial distribution's standard error. Nothing of no
/// images.
[[nodiscard]] std::optional<double> accuracy_standard_error(std::int64_t correct, std::int64_t images);

} // namespace halenet
