#include "runtime/files/input_file.h"

#include "runtime/files/files.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <halenet/error.h>

namespace halenet {

InputFile::InputFile(const std::filesystem::path &path)
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    struct stat status{};
    if (!descriptor_.is_open() || ::fstat(descriptor_.get(), &status) != 0)
        throw Error(fmt::format("{}: cannot be opened for reading ({})", path.string(), std::strerror(errno)));
    if (!S_ISREG(status.st_mode))
        throw Error(fmt::format("{}: is {}, a regular file was expected", path.string(),
                                S_ISDIR(status.st_mode) ? "a folder" : "a device or pipe"));
    size_ = static_cast<std::uint64_t>(status.st_size);
}

std::size_t InputFile::read(std::span<std::byte> bytes) {
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(descriptor_.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw Error(fmt::format("{}: cannot be read ({})", path_.string(), std::strerror(errno)));
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

std::string read_file(const std::filesystem::path &path) {
    InputFile file(path);
    std::string text(file.size(), '\0');
    text.resize(file.read(std::as_writable_bytes(std::span(text))));
    return text;
}

} // namespace halenet
