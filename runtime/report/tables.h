#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <halenet/dataset.h>

#include "runtime/report/test_results.h"
#include "runtime/report/training_record.h"

namespace halenet {

/// The report's numbers as tables with a first line of names, by their file names: epochs.tsv and learning_rate.tsv
/// where the training is known, classes.tsv, confusion.tsv, predictions.tsv.
[[nodiscard]] std::map<std::string, std::string> tables_of(const std::optional<TrainingRecord> &training,
                                                           const Dataset &data, const TestResults &results);

} // namespace halenet
