#pragma once

#include <filesystem>

namespace halenet {

/// A new folder of this process, removed at the end with all that is in it.
class ScratchFolder {
  public:
    /// In the system's folder for temporary files, or in `parent`. Throws Error.
    ScratchFolder();
    explicit ScratchFolder(const std::filesystem::path &parent);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }

  private:
    std::filesystem::path path_;
};

} // namespace halenet
