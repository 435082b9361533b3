#pragma once

#include <filesystem>

#include <halenet/core.h>
#include <halenet/dataset.h>
#include <halenet/trainer.h>

#include "runtime/report/json.h"

namespace halenet::cli {

/// What the reports of all commands begin with: version, model, parameters, target, threads, machine.
[[nodiscard]] Json report_of(const Network &network);

/// {loss, accuracy, images}, or null where there are none.
[[nodiscard]] Json report_of(const std::optional<Metrics> &metrics);

/// {epoch, seconds, learning_rate, train_loss, train_accuracy, validation_loss, validation_accuracy}; the last two are
/// null where no image is held out.
[[nodiscard]] Json report_of(const EpochReport &epoch);

[[nodiscard]] Json report_of(const TrainerOptions &options);

/// A rate for each step, as [[step, rate], ...]: the steps, from 0, where the curve has a corner, the first and the
/// last one; between two of them it is straight.
[[nodiscard]] Json curve_of(const std::vector<double> &rates);

/// {source, synthetic}
[[nodiscard]] Json report_of(const Digits &digits);

/// Writes it whole or not at all. Throws Error.
void write_report(const std::filesystem::path &path, const Json &report);

} // namespace halenet::cli
