#pragma once

#include <optional>
#include <string>

#include "runtime/report/page_parts.h"
#include "runtime/report/report.h"
#include "runtime/report/test_results.h"
#include "runtime/report/training_record.h"

namespace halenet {

struct PageContent {
    const TrainingReport &report;
    const std::optional<TrainingRecord> &training;
    const TestResults &results;
    const Gallery &gallery;
    bool convolution = true; ///< the model has filters to show
};

/// index.html.
[[nodiscard]] std::string page_of(const PageContent &content);

} // namespace halenet
