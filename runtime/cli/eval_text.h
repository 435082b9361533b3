#pragma once

#include <string>

#include "runtime/report/test_results.h"

namespace halenet::cli {

/// What `halenet eval` prints of its results: accuracy, loss, a table of the classes and the confusion matrix, or the
/// most frequent mistakes where that is wider than 80 columns. ASCII.
[[nodiscard]] std::string eval_text(const TestResults &results);

} // namespace halenet::cli
