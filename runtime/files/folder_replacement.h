#pragma once

#include <filesystem>
#include <string_view>

namespace halenet {

/// A folder that takes another one's place as a whole, or leaves it as it was: it is made under a temporary name beside
/// it, and removed again unless take_place() was called. Every function throws Error.
class FolderReplacement {
  public:
    /// Refuses a `target` that is no folder, and one whose parent is missing or cannot be written. What lies in
    /// `target` so far is the caller's to judge.
    explicit FolderReplacement(const std::filesystem::path &target);
    FolderReplacement(const FolderReplacement &) = delete;
    FolderReplacement &operator=(const FolderReplacement &) = delete;
    ~FolderReplacement();

    [[nodiscard]] const std::filesystem::path &path() const { return path_; } ///< of the new folder

    void write(const std::filesystem::path &name,
               std::string_view content) const; ///< a new file, `name` is below path()

    void take_place(); ///< the old folder, where there is one, is removed with all that is in it

  private:
    [[noreturn]] void fail(int reason) const;

    std::filesystem::path target_;
    std::filesystem::path path_; ///< empty once it took the target's place
};

} // namespace halenet
