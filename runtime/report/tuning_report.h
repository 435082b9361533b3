#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "runtime/report/json.h"
#include "runtime/report/report_folder.h"

namespace halenet {

/// Writes a folder about a tuning as write_report_folder does about a training: `index.html`, `report.json`, tables,
/// pictures. `result` is what `halenet tune --json` writes; `command` made it, where the result does not tell.
std::optional<std::string> write_tuning_report(const std::filesystem::path &folder, const Json &result,
                                               const std::string &command);

} // namespace halenet
