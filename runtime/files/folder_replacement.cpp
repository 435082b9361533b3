#include "runtime/files/folder_replacement.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <halenet/error.h>

namespace halenet {
namespace {

namespace fs = std::filesystem;

/// The folder itself: without a slash at the end, and behind a link.
fs::path resolve_target(const fs::path &path) {
    const fs::path target = path.has_filename() ? path : path.parent_path();
    std::error_code error;
    const fs::file_status status = fs::status(target, error);
    if (fs::exists(status) && !fs::is_directory(status))
        throw Error(fmt::format("{}: is no folder, a folder or a new name was expected", path.string()));
    return fs::exists(status) ? fs::canonical(target) : target;
}

/// The first name beside `target` that is free: other programs and a crash may have left theirs.
fs::path make_beside(const fs::path &target) {
    unsigned number = 0;
    fs::path path;
    int failed = 0;
    do {
        path = target.parent_path() / fmt::format(".halenet-{}-{}.tmp", ::getpid(), number++);
        failed = ::mkdir(path.c_str(), 0777);
    } while (failed != 0 && errno == EEXIST);
    return failed == 0 ? path : fs::path();
}

} // namespace

FolderReplacement::FolderReplacement(const fs::path &target)
    : target_(resolve_target(target)), path_(make_beside(target_)) {
    if (path_.empty())
        fail(errno);
}

FolderReplacement::~FolderReplacement() {
    std::error_code ignored;
    if (!path_.empty())
        fs::remove_all(path_, ignored);
}

void FolderReplacement::write(const fs::path &name, std::string_view content) const {
    errno = 0;
    std::ofstream file(path_ / name, std::ios::binary);
    file << content;
    file.close();
    if (!file)
        fail(errno);
}

void FolderReplacement::take_place() {
    // No call of the system replaces a folder that is not empty, so the old one steps aside first.
    const fs::path old = fs::exists(target_) ? make_beside(target_) : fs::path();
    if (!old.empty() && ::rename(target_.c_str(), old.c_str()) != 0) {
        const int reason = errno;
        ::rmdir(old.c_str());
        fail(reason);
    }
    if (::rename(path_.c_str(), target_.c_str()) != 0) {
        const int reason = errno;
        if (!old.empty())
            ::rename(old.c_str(), target_.c_str());
        fail(reason);
    }
    path_.clear();
    std::error_code ignored;
    if (!old.empty())
        fs::remove_all(old, ignored);
}

void FolderReplacement::fail(int reason) const {
    throw Error(fmt::format("{}: cannot be written ({}), a folder whose parent exists and can be written was expected",
                            target_.string(), std::strerror(reason)));
}

} // namespace halenet
