#pragma once

#include <optional>
#include <vector>

#include <halenet/trainer.h>

namespace halenet {

/// What early stopping remembers: the best epoch so far, and the weights after it.
class BestEpoch {
  public:
    explicit BestEpoch(const EarlyStopping &options) : options_(options) {}

    /// After each epoch, with what it left in `network`. Tells whether the training should go on.
    [[nodiscard]] bool go_on_after(const EpochReport &report, const Network &network);

    [[nodiscard]] std::optional<int> epoch() const { return epoch_; } ///< from 1; nothing without early stopping
    [[nodiscard]] const std::vector<float> &parameters() const { return parameters_; }

  private:
    EarlyStopping options_;
    std::optional<int> epoch_;
    double best_ = 0; ///< the higher the better
    std::vector<float> parameters_;
};

} // namespace halenet
