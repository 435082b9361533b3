/// What libraries do while the clock runs.
#pragma once

#include "generator/tune/worker.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace halenet::tune {

/// A piece of work that takes long enough to be timed and short enough to be repeated often.
struct Pass {
    std::string name;                                            ///< "training step, batch 64, 1 thread"
    int repeats = 1;                                             ///< how often a run does what the name says
    int images = 1;                                              ///< that a run takes; 1 for a work without any
    std::function<void(Worker &worker, std::size_t number)> run; ///< `number` says which images
};

/// Where kernels are timed, each in the first pass that calls it: a training step; one with the other optimizer and
/// augmentation; a prediction of many images, and of one; the loading of weights. Of a library that only classifies the
/// last three.
[[nodiscard]] std::vector<Pass> kernel_passes(const halenet_model_info &model);

/// What users wait for: training steps on one thread and on `threads`, the prediction of a single image; of a library
/// that only classifies a prediction of many.
[[nodiscard]] std::vector<Pass> whole_passes(const halenet_model_info &model, int threads);

/// What the program's own knobs decide: predictions of 1 to 16 images at once, and training steps of 1 to 8 shards by
/// `threads`.
[[nodiscard]] std::vector<Pass> settings_passes(const halenet_model_info &model, int threads);

} // namespace halenet::tune
