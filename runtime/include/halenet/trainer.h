#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <halenet/data_source.h>
#include <halenet/history.h>
#include <halenet/network.h>
#include <halenet/schedule.h>

namespace halenet {

enum class Optimizer { adam = HALENET_ADAM, sgd = HALENET_SGD };

/// Each image of a step is moved and turned at random, differently in every epoch; evaluation sees it as it is.
struct Augmentation {
    double pixels = 0;  ///< the most along each axis, 0 to 16; 0: no move
    double degrees = 0; ///< the most about the centre, 0 to 45; 0: no turn
};

/// Ends a training whose validation has stopped improving, and gives the network the weights of the best epoch. They
/// are given back after the last epoch too, but not where a callback stops the training.
struct EarlyStopping {
    enum class Watch { loss, accuracy };
    int patience = 0;             ///< epochs in a row without improvement after which the training ends; 0: none
    double least_improvement = 0; ///< 0 or more; a loss or an accuracy (0..1) that is better by no more is none
    Watch watch = Watch::loss;    ///< of the held out images
};

struct TrainerOptions {
    int epochs = 8;              ///< 1 or more
    int batch = 64;              ///< images a step, 1 to the network's batch; an epoch's last step takes what is left
    double learning_rate = 4e-3; ///< above 0; the schedule's peak
    Schedule schedule = Schedule::one_cycle;
    double label_smoothing = 0; ///< 0 to below 1
    std::uint64_t seed = 0; ///< of the images' order, Dropout and augmentation; initialize the network with the same
    std::size_t validation = 5000; ///< the last so many images of the training set are held out, whatever the seed
    std::size_t first_images = 0;  ///< above 0: the first epoch takes this many of the first images, shuffled among
                                   ///< themselves, before all others, so that it can begin while those are being read
    Optimizer optimizer = Optimizer::adam;
    double beta1 = 0.9; ///< Adam's decay rates and epsilon (arXiv 1412.6980); 0 to below 1
    double beta2 = 0.999;
    double epsilon = 1e-8;   ///< above 0
    double momentum = 0.9;   ///< SGD's, 0 to below 1
    double weight_decay = 0; ///< decoupled (arXiv 1711.05101), 0 or more; times the learning rate it must be below 1
    Augmentation augment{};
    EarlyStopping early_stopping{};
};

/// What a callback may do to the training that calls it.
class TrainingControl {
  public:
    void stop() { stopped_ = true; } ///< after this step or epoch; the network keeps the weights that it has

    /// Every step from the next one on has this rate in place of the schedule's, until it is set again. Throws Error
    /// unless it is finite and above 0.
    void set_learning_rate(double rate);

  private:
    friend class Trainer;
    bool stopped_ = false;
    std::optional<double> learning_rate_;
};

/// Called on the training's own thread; either may be null. What they throw ends the training and goes to run's caller.
/// Half the rate after each epoch:
///     trainer.run({.on_epoch = [](const EpochReport &epoch, TrainingControl &control) {
///         control.set_learning_rate(epoch.learning_rate / 2);
///     }});
struct TrainingCallbacks {
    std::function<void(const StepReport &, TrainingControl &)> on_step{};
    std::function<void(const EpochReport &, TrainingControl &)> on_epoch{};
};

/// Trains a network on the mean loss of shuffled batches, from the weights that the network has. The same weights, data
/// and options give the same bits for any number of threads. Throws Error for options out of range, for data of another
/// form, and after an epoch that leaves a weight infinite or no number.
class Trainer {
  public:
    /// `network` and what `data` refers to must outlive the trainer.
    Trainer(Network &network, const DataSource &data, const TrainerOptions &options);

    [[nodiscard]] std::size_t train_images() const { return data_.size() - options_.validation; }

    History run(const TrainingCallbacks &callbacks = {});

    /// Of the images that are not held out, with the weights that the network has.
    [[nodiscard]] Metrics evaluate() { return network_.evaluate(data_, 0, train_images()); }

  private:
    struct Run;
    std::optional<EpochReport> run_epoch(int epoch, Run &run);
    [[nodiscard]] std::vector<std::uint32_t> order_of(int epoch) const;
    void check_weights(int epoch) const;

    Network &network_;
    DataSource data_;
    TrainerOptions options_;
};

} // namespace halenet
