/// A library that is loaded from a copy of its file.
#pragma once

#include "runtime/files/file_descriptor.h"
#include "runtime/library/loaded_library.h"

#include <string>
#include <string_view>

#include <halenet/core.h>

namespace halenet::tune {

/// Its code lies in pages of memory of its own. Which pages a file has got decides by some tenths of a percent how fast
/// its code runs, and stays the same for as long as the system keeps the file in memory: a bias that no repetition
/// shows, but that new copies make part of the noise.
class LibraryCopy {
  public:
    /// Throws Error where there is no memory, and what LoadedLibrary throws.
    LibraryCopy(std::string_view content, const std::string &name);

    [[nodiscard]] const halenet_api &api() const { return library_.api(); }

  private:
    FileDescriptor file_;
    LoadedLibrary library_;
};

} // namespace halenet::tune
