#pragma once

#include <optional>
#include <span>
#include <vector>

#include <halenet/dataset.h>
#include <halenet/network.h>

#include "runtime/report/picture.h"
#include "runtime/report/test_results.h"
#include "runtime/report/training_record.h"

namespace halenet {

// Each makes one picture of a report, or a few. Colours: blue is right or training, orange is wrong or validation.

[[nodiscard]] Picture accuracy_picture(std::span<const TrainingRecord::Epoch> epochs);
[[nodiscard]] Picture loss_picture(std::span<const TrainingRecord::Epoch> epochs);
[[nodiscard]] Picture learning_rate_picture(std::span<const TrainingRecord::Rate> rates);

[[nodiscard]] Picture confusion_picture(const Confusion &confusion);

/// The first images of the test set.
[[nodiscard]] Picture digits_picture(const Dataset &data, const TestResults &results);

/// Nothing where no image was mistaken.
[[nodiscard]] std::optional<Picture> mistakes_picture(const Dataset &data, const TestResults &results);

/// The weights of the first convolution; nothing where the model has none.
[[nodiscard]] std::optional<Picture> filters_picture(const halenet_model_info &model,
                                                     std::span<const float> parameters);

/// What each visible layer makes of the first image.
[[nodiscard]] Picture feature_maps_picture(Network &network, const Dataset &data, const TestResults &results);

/// Curves and predictions side by side, for a README. Of a training with epochs.
[[nodiscard]] Picture overview_picture(std::span<const TrainingRecord::Epoch> epochs, const Dataset &data,
                                       const TestResults &results);

} // namespace halenet
