#include "generator/tune/passes.h"

#include "generator/tune/training.h"

#include <fmt/format.h>
#include <utility>

namespace halenet::tune {

namespace {

/// What is repeated, with other images each time.
using Task = std::function<void(Worker &worker, std::size_t number)>;

Pass repeat(std::string name, int repeats, int images, const Task &task) {
    return {.name = std::move(name),
            .repeats = repeats,
            .images = images * repeats,
            .run = [=](Worker &worker, std::size_t number) {
                for (int k = 0; k < repeats; ++k) {
                    task(worker, number * static_cast<std::size_t>(repeats) + static_cast<std::size_t>(k));
                }
            }};
}

using Step = halenet_metrics (Worker::*)(const halenet_batch &batch, const halenet_training &training);

Pass training_steps(std::string name, int repeats, int batch, Step step, const halenet_training &training) {
    return repeat(std::move(name), repeats, batch, [=](Worker &worker, std::size_t number) {
        halenet_training numbered = training;
        numbered.step = number;
        (worker.*step)(worker.bench().images(number, batch), numbered);
    });
}

Pass predictions(int repeats, int images) {
    return repeat(fmt::format("prediction of {} images", images), repeats, images,
                  [=](Worker &worker, std::size_t number) { worker.predict(worker.bench().images(number, images)); });
}

Pass predictions_of_one(int repeats) {
    return repeat("prediction of one image", repeats, 1, [](Worker &worker, std::size_t number) {
        worker.predict_one(worker.bench().images(number, 1).images);
    });
}

} // namespace

std::vector<Pass> kernel_passes(const halenet_model_info &model) {
    std::vector<Pass> passes;
    if (model.trains) {
        passes.push_back(training_steps("training step", 1, 64, &Worker::train, adam()));
        passes.push_back(training_steps("augmented training step", 1, 64, &Worker::train, augmented_sgd()));
    }
    passes.push_back(predictions(1, 64));
    passes.push_back(predictions_of_one(16));
    passes.push_back(repeat("loading of weights", 1, 1, [](Worker &worker, std::size_t /*number*/) { worker.load(); }));
    return passes;
}

// The first of several steps wakes the team, as no later step of a training has to.

std::vector<Pass> whole_passes(const halenet_model_info &model, int threads) {
    std::vector<Pass> passes;
    if (model.trains) {
        for (const int batch : {64, 128}) {
            passes.push_back(training_steps(fmt::format("training step, batch {}, 1 thread", batch), 1, batch,
                                            &Worker::train, adam()));
        }
        for (int batch = 64; threads > 1 && batch <= 128; batch *= 2) {
            passes.push_back(training_steps(fmt::format("training step, batch {}, {} threads", batch, threads), 3,
                                            batch, &Worker::train_by_team, adam()));
        }
    } else {
        passes.push_back(predictions(1, 64));
    }
    passes.push_back(predictions_of_one(32));
    return passes;
}

std::vector<Pass> settings_passes(const halenet_model_info &model, int threads) {
    std::vector<Pass> passes;
    for (int images = 1; images <= HALENET_SHARD_IMAGES; ++images) {
        passes.push_back(predictions(4, images));
    }
    for (const int batch : {16, 32, 48, 64, 128}) {
        if (model.trains && threads > 1) {
            passes.push_back(training_steps(fmt::format("training step, batch {}, {} threads", batch, threads), 2,
                                            batch, &Worker::train_by_team, adam()));
        }
    }
    return passes;
}

} // namespace halenet::tune
