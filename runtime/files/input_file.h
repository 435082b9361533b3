#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "runtime/files/file_descriptor.h"

namespace halenet {

/// A regular file that is read from its start to its end. Every error is an Error that names the file.
class InputFile {
  public:
    /// Refuses what is not there, cannot be read, or is no regular file; never waits for a pipe.
    explicit InputFile(const std::filesystem::path &path);

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    [[nodiscard]] std::uint64_t size() const { return size_; } ///< bytes, when it was opened

    /// Fills `bytes` as far as the file goes; returns how many it filled, fewer only at the file's end.
    std::size_t read(std::span<std::byte> bytes);

  private:
    std::filesystem::path path_;
    FileDescriptor descriptor_;
    std::uint64_t size_ = 0;
};

} // namespace halenet
