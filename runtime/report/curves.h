#pragma once

#include <span>
#include <string>

#include "runtime/report/training_record.h"

namespace halenet {

/// Axes, grid and a legend above the plot, in the theme's colours.
[[nodiscard]] std::string axes_commands();

/// The curves by epoch of accuracy or loss, training and validation; reads `<name>_epochs.tsv`. `settings` are further
/// commands that change what the axes look like.
[[nodiscard]] std::string accuracy_commands(std::span<const TrainingRecord::Epoch> epochs, const std::string &name,
                                            const std::string &settings = "");
[[nodiscard]] std::string loss_commands(std::span<const TrainingRecord::Epoch> epochs, const std::string &name,
                                        const std::string &settings = "");

/// epochs.tsv: a line for each epoch, with a first line of names; nan where no image is held out.
[[nodiscard]] std::string epochs_table(std::span<const TrainingRecord::Epoch> epochs);

/// learning_rate.tsv: the corners of the curve.
[[nodiscard]] std::string learning_rate_table(std::span<const TrainingRecord::Rate> rates);

} // namespace halenet
