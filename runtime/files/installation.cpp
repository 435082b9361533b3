#include "runtime/files/installation.h"

#include <fmt/format.h>

#include <halenet/error.h>

namespace halenet {

namespace fs = std::filesystem;

fs::path this_executable() {
    return fs::read_symlink("/proc/self/exe");
}

fs::path installation_of(const fs::path &executable) {
    const fs::path prefix = executable.parent_path().parent_path();
    std::error_code ignored;
    return fs::is_directory(prefix / "share" / "halenet", ignored) ? prefix : fs::path();
}

fs::path find_folder(const ResourceFolder &folder, const fs::path &executable) {
    const fs::path prefix = installation_of(executable);
    const fs::path path = prefix.empty() ? fs::path(HALENET_SOURCE_FOLDER) / folder.source : prefix / folder.installed;
    std::error_code ignored;
    if (!fs::is_directory(path, ignored))
        throw Error(fmt::format("{}: is no folder, but {} needs the files that are installed there; install halenet "
                                "anew",
                                path.string(), executable.filename().string()));
    return path;
}

} // namespace halenet
