#pragma once

#include <span>
#include <string>

#include <halenet/core.h>

#include "runtime/report/page.h"

namespace halenet {

// The page's numbers as HTML.

[[nodiscard]] std::string key_figures(const PageContent &content);
[[nodiscard]] std::string epoch_rows(std::span<const TrainingRecord::Epoch> epochs);
[[nodiscard]] std::string mistake_rows(const PageContent &content);
[[nodiscard]] std::string class_rows(const Confusion &confusion);
[[nodiscard]] std::string confusion_rows(const Confusion &confusion);
[[nodiscard]] std::string layer_rows(const halenet_model_info &model);
[[nodiscard]] std::string summary_rows(const PageContent &content);
[[nodiscard]] std::string command_of(const PageContent &content); ///< as text, not HTML

} // namespace halenet
