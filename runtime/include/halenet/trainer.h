#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <halenet/dataset.h>
#include <halenet/network.h>
#include <halenet/schedule.h>

namespace halenet {

struct TrainerOptions {
    int epochs = 8;              ///< 1 or more
    int batch = 64;              ///< images a step, 1 to the network's batch; an epoch's last step takes what is left
    double learning_rate = 4e-3; ///< above 0; the schedule's peak
    Schedule schedule = Schedule::one_cycle;
    double label_smoothing = 0; ///< 0 to below 1
    std::uint64_t seed = 0;     ///< of the order of images; initialize the network with the same for one seed for all
    std::size_t validation = 5000; ///< the last so many images of the training set are held out, whatever the seed
    double beta1 = 0.9;            ///< Adam's decay rates and epsilon (arXiv 1412.6980); 0 to below 1
    double beta2 = 0.999;
    double epsilon = 1e-8; ///< above 0
};

/// Where a training stands after a step.
struct StepReport {
    int epoch = 0; ///< from 1
    int epochs = 0;
    std::int64_t epoch_images = 0; ///< trained in this epoch so far, out of `train_images`
    std::int64_t train_images = 0;
    Metrics metrics{}; ///< of this epoch's steps so far, each before its own update, as Keras shows them
};

struct EpochReport {
    int epoch = 0;                       ///< from 1
    double seconds = 0;                  ///< of its steps, without the validation
    Metrics train{};                     ///< of its steps, each before its own update, as Keras shows them
    std::optional<Metrics> validation{}; ///< after the epoch; nothing where no image is held out
};

struct History {
    std::vector<EpochReport> epochs{}; ///< the finished ones
    std::optional<Metrics> train{};    ///< final weights on all images trained on; nothing where a callback stopped
    double seconds = 0;                ///< all of it: steps, validation, final evaluation
};

/// Called on the training's own thread; false stops the training there. Either may be null.
struct TrainingCallbacks {
    std::function<bool(const StepReport &)> on_step{};
    std::function<bool(const EpochReport &)> on_epoch{};
};

/// Trains a network with Adam on the mean loss of shuffled batches, from the weights that the network has.
/// The same weights, data and options give the same bits for any number of threads. Throws Error for options out of
/// range, for data of another form, and after an epoch that leaves a weight infinite or no number.
class Trainer {
  public:
    /// `network` and `data` must outlive the trainer.
    Trainer(Network &network, const Dataset &data, const TrainerOptions &options);

    [[nodiscard]] std::size_t train_images() const { return data_.size() - options_.validation; }

    History run(const TrainingCallbacks &callbacks = {});

  private:
    std::optional<EpochReport> run_epoch(int epoch, const TrainingCallbacks &callbacks);
    void check_weights(int epoch) const;

    Network &network_;
    const Dataset &data_;
    TrainerOptions options_;
};

} // namespace halenet
