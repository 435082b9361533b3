#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/files/folder_replacement.h"
#include "runtime/report/json.h"
#include "runtime/report/picture.h"

namespace halenet {

/// The folder of a report while it is written. It takes the place of an earlier report's as a whole, or not at all; any
/// other folder that is not empty is refused. Every function throws Error.
class ReportFolder {
  public:
    explicit ReportFolder(const std::filesystem::path &target);

    [[nodiscard]] const std::filesystem::path &path() const { return folder_.path(); } ///< of the new folder

    /// Draws the pictures, once. Gives a sentence about why there are none where gnuplot is missing or failed.
    [[nodiscard]] std::optional<std::string> draw(std::span<const Picture> pictures);

    void write(const std::filesystem::path &name, std::string_view content) const { folder_.write(name, content); }

    /// Writes report.json, which tells programs what is known `about` the report, its files, and why it has no pictures
    /// where that is so; then takes the target's place.
    void finish(const Json &about);

  private:
    FolderReplacement folder_;
    std::optional<std::string> no_pictures_{};
};

/// Throws Error where a report cannot be written to `folder`. For use before hours of work.
void ensure_report_folder(const std::filesystem::path &folder);

} // namespace halenet
