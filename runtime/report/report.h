#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <halenet/dataset.h>
#include <halenet/network.h>

#include "runtime/report/json.h"
#include "runtime/report/report_folder.h"

namespace halenet {

/// What a report is about.
struct TrainingReport {
    Network &network;     ///< with the weights
    const Digits &digits; ///< its test set, which must hold an image
    Json training;        ///< what `halenet train --json` writes of these weights, or null where nobody knows
    std::string command;  ///< made these weights or, where nobody knows, this report
};

/// Writes a folder with `index.html` (one file, without links), `report.json`, tables (.tsv), and of each picture an
/// SVG and a PNG, which gnuplot draws. The folder is written whole or not at all; one that an earlier report filled is
/// replaced, any other that is not empty is refused. Throws Error.
/// Gives a sentence about why there are no pictures where gnuplot is missing or failed; the rest is written all the
/// same.
std::optional<std::string> write_report_folder(const std::filesystem::path &folder, const TrainingReport &report);

} // namespace halenet
