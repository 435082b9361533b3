#pragma once

#include <optional>
#include <span>
#include <string>

namespace halenet::cli {

struct TimedTraining {
    double seconds = 0;  ///< from the start of the process to the moment that its weights file has its name
    double accuracy = 0; ///< of the test set, 0..1, which is evaluated after that moment
};

/// Runs `halenet train` with these options besides --out and --json, as a process of its own, in a folder of a moment.
/// Nothing where a signal that StopSignal catches came before the end; the process is ended then. Throws Error where
/// the training fails.
[[nodiscard]] std::optional<TimedTraining> time_training(std::span<const std::string> options);

} // namespace halenet::cli
