#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <halenet/network.h>

namespace halenet {

/// Where a training stands after a step.
struct StepReport {
    std::int64_t step = 0; ///< of the whole training, from 1
    int epoch = 0;         ///< from 1
    int epochs = 0;
    std::int64_t epoch_images = 0; ///< trained in this epoch so far, out of `train_images`
    std::int64_t train_images = 0;
    double learning_rate = 0; ///< of this step
    Metrics batch{};          ///< of this step's images, before its update
    Metrics metrics{};        ///< of this epoch's steps so far, each before its own update, as Keras shows them
};

struct EpochReport {
    int epoch = 0;                       ///< from 1
    double seconds = 0;                  ///< of its steps, without the validation
    double learning_rate = 0;            ///< of its last step
    Metrics train{};                     ///< of its steps, each before its own update, as Keras shows them
    std::optional<Metrics> validation{}; ///< after the epoch; nothing where no image is held out
};

/// Why a training ended.
enum class Ending {
    all_epochs,
    early_stopping, ///< the validation did not improve any more
    callback        ///< a callback called stop()
};

/// What a training was like.
struct History {
    std::vector<EpochReport> epochs{};    ///< the finished ones
    std::vector<double> learning_rates{}; ///< of each step, those of an unfinished epoch too
    std::optional<int> best_epoch{};      ///< with early stopping: the epoch whose weights the network was given back
    Ending ending = Ending::all_epochs;
    double seconds = 0; ///< all of it: steps and validation
};

} // namespace halenet
