#include "generator/tune/journal.h"

#include "runtime/files/files.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <utility>

namespace halenet::tune {

namespace {

/// " (process 1234)", of the one that locked the file; nothing where the system does not tell.
std::string holder_of(const struct stat &file) {
    const std::string wanted = fmt::format("{:02x}:{:02x}:{}", major(file.st_dev), minor(file.st_dev), file.st_ino);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words(line); // "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"
        std::string number, kind, mode, access, process, place;
        words >> number >> kind >> mode >> access >> process >> place;
        if (kind == "FLOCK" && place == wanted) {
            return fmt::format(" (process {})", process);
        }
    }
    return "";
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return true;
}

} // namespace

Journal::Journal(std::filesystem::path path) : path_(std::move(path)) {
    // Without O_NONBLOCK, opening a device might wait for it.
    descriptor_ = FileDescriptor(::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666));
    struct stat status{};
    if (!descriptor_.is_open() || ::fstat(descriptor_.get(), &status) != 0) {
        throw std::runtime_error(fmt::format("{}: cannot be opened for writing ({}), a file in a folder that exists "
                                             "and can be written was expected",
                                             path_.string(), std::strerror(errno)));
    }
    if (!S_ISREG(status.st_mode)) {
        throw std::runtime_error(
            fmt::format("{}: is a device or pipe, a regular file or a new name was expected", path_.string()));
    }
    if (::flock(descriptor_.get(), LOCK_EX | LOCK_NB) != 0) {
        throw std::runtime_error(errno == EWOULDBLOCK
                                     ? fmt::format("{}: another tuner{} writes to it; wait until that one has ended",
                                                   path_.string(), holder_of(status))
                                     : fmt::format("{}: cannot be locked ({}), a file on a disk that knows locks was "
                                                   "expected",
                                                   path_.string(), std::strerror(errno)));
    }
    if (status.st_size == 0) {
        sync_name_of(path_);
    }
}

void Journal::append(std::string_view line) {
    const off_t size = ::lseek(descriptor_.get(), 0, SEEK_END);
    const std::string text = fmt::format("{}{}\n", ends_within_line(size) ? "\n" : "", line);
    if (!write_all(descriptor_.get(), text) || ::fdatasync(descriptor_.get()) != 0) {
        const int reason = errno;
        // Where this fails too, a part of a line is left, which whoever reads it skips.
        if (::ftruncate(descriptor_.get(), size) == 0) {
            ::fdatasync(descriptor_.get());
        }
        throw std::runtime_error(fmt::format("{}: cannot be written ({}); mend that and start the same command again, "
                                             "which goes on from here",
                                             path_.string(), std::strerror(reason)));
    }
}

bool Journal::ends_within_line(off_t size) const {
    char last = '\n';
    return size > 0 && ::pread(descriptor_.get(), &last, 1, size - 1) == 1 && last != '\n';
}

} // namespace halenet::tune
