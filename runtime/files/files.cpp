#include "runtime/files/files.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/files/file_descriptor.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path &target, int reason) {
    throw Error(
        fmt::format("{}: cannot be written ({}), a file in a folder that exists and can be written was expected",
                    target.string(), std::strerror(reason)));
}

fs::path folder_of(const fs::path &file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// Where the bytes belong: `path`, or the file behind it where it is a link.
fs::path resolve_target(const fs::path &path) {
    if (!path.has_filename())
        throw Error(fmt::format("\"{}\": is no file name, the name of a file to write was expected", path.string()));
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::none)
        fail(path, error.value());
    if (fs::is_directory(status))
        throw Error(fmt::format("{}: is a folder, the name of a file to write was expected", path.string()));
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw Error(fmt::format("{}: is a device or pipe, a regular file or a new name was expected", path.string()));
    return fs::is_symlink(fs::symlink_status(path)) && fs::exists(status) ? fs::canonical(path) : path;
}

/// A new, empty file beside `target`, removed again unless it took the target's place.
class TemporaryFile {
  public:
    explicit TemporaryFile(const fs::path &target) : target_(target) {
        // The first name that is free: other threads, other programs and a crash may have left theirs.
        unsigned number = 0;
        do {
            path_ = folder_of(target) / fmt::format(".halenet-{}-{}.tmp", ::getpid(), number++);
            descriptor_ = FileDescriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        } while (!descriptor_.is_open() && errno == EEXIST);
        if (!descriptor_.is_open())
            fail(target_, errno);
    }
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;
    ~TemporaryFile() {
        if (!path_.empty())
            ::unlink(path_.c_str());
    }

    void write(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::write(descriptor_.get(), bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR)
                fail(target_, errno);
            if (count > 0)
                bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
    }

    void take_place_of_target() {
        if (::fsync(descriptor_.get()) != 0 || ::rename(path_.c_str(), target_.c_str()) != 0)
            fail(target_, errno);
        path_.clear();
        sync_name_of(target_);
    }

  private:
    fs::path target_;
    fs::path path_;
    FileDescriptor descriptor_;
};

} // namespace

void write_file_atomically(const fs::path &path, std::span<const std::byte> bytes) {
    TemporaryFile file(resolve_target(path));
    file.write(bytes);
    file.take_place_of_target();
}

void write_file_atomically(const fs::path &path, std::string_view text) {
    write_file_atomically(path, std::as_bytes(std::span(text)));
}

void sync_name_of(const fs::path &file) {
    const FileDescriptor folder(::open(folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync a folder and say EINVAL.
    if (folder.is_open() && ::fsync(folder.get()) != 0 && errno != EINVAL)
        fail(file, errno);
}

void ensure_writable(const fs::path &path) {
    const TemporaryFile probe(resolve_target(path));
}

} // namespace halenet
