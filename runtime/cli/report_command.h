#pragma once

#include <filesystem>

#include "runtime/cli/command.h"
#include "runtime/cli/models.h"
#include "runtime/report/report.h"

namespace halenet::cli {

/// `halenet report`.
[[nodiscard]] Command add_report_command(CLI::App &program, ShippedModels models);

/// Writes the report and says where it is, or why it has no pictures. Throws Error.
void write_page(const std::filesystem::path &folder, const TrainingReport &report);

} // namespace halenet::cli
