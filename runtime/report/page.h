#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "runtime/report/picture.h"
#include "runtime/report/report.h"
#include "runtime/report/test_results.h"
#include "runtime/report/training_record.h"

namespace halenet {

struct PageContent {
    const TrainingReport &report;
    const std::optional<TrainingRecord> &training;
    const TestResults &results;
    std::span<const Picture> pictures;      ///< in the page's order
    std::filesystem::path folder;           ///< with their SVGs
    std::optional<std::string> no_pictures; ///< why there are none
    bool convolution = true;                ///< the model has filters to show
};

/// index.html.
[[nodiscard]] std::string page_of(const PageContent &content);

} // namespace halenet
