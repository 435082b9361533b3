#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace halenet::cli {

/// The files that make's rule `target: file...` names, with its escapes undone.
[[nodiscard]] std::vector<std::filesystem::path> files_of_rule(std::string_view rule);

/// Tells when one of some files has changed since it was last looked at: written, replaced, removed, or made.
class WatchedFiles {
  public:
    /// Files that were watched before keep what was seen of them.
    void set(const std::vector<std::filesystem::path> &files);

    /// Looks again.
    [[nodiscard]] bool changed();

    [[nodiscard]] std::size_t count() const { return seen_.size(); }

  private:
    std::map<std::filesystem::path, std::string> seen_; ///< what the file system says of each: empty: there is none
};

} // namespace halenet::cli
