#include "runtime/files/scratch_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() : ScratchFolder(fs::temp_directory_path()) {}

ScratchFolder::ScratchFolder(const fs::path &parent) {
    std::string name = (parent / ".halenet-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw Error(fmt::format("{}: no folder can be made there ({}), one for files of a moment is needed",
                                parent.string(), std::strerror(errno)));
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

} // namespace halenet
