/// A file of lines that only grows. A line is on the disk when append() returns, and one process has the file at a
/// time.
#pragma once

#include "runtime/files/file_descriptor.h"

#include <filesystem>
#include <string_view>

namespace halenet::tune {

class Journal {
  public:
    /// Opens the file, made where it is missing, and locks it until the end. A process that was forked from this one
    /// keeps the lock for as long as it lives, unless it runs another program. Throws std::runtime_error naming the
    /// file, where another process has it too.
    explicit Journal(std::filesystem::path path);

    /// Adds a line, which begins anew even where the file ends in the middle of one. Throws std::runtime_error naming
    /// the file; what was there before stays, and nothing of the line does, as far as the disk allows.
    void append(std::string_view line);

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }

  private:
    [[nodiscard]] bool ends_within_line(off_t size) const;

    std::filesystem::path path_;
    FileDescriptor descriptor_;
};

} // namespace halenet::tune
