#include "generator/tune/library_copy.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <halenet/error.h>

namespace halenet::tune {

namespace {

FileDescriptor file_in_memory(std::string_view content) {
    FileDescriptor file(::memfd_create("halenet-library", MFD_CLOEXEC));
    while (file.is_open() && !content.empty()) {
        const ssize_t count = ::write(file.get(), content.data(), content.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            break;
        }
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (!content.empty()) {
        throw Error(fmt::format("no memory for a library's copy ({})", std::strerror(errno)));
    }
    return file;
}

} // namespace

LibraryCopy::LibraryCopy(std::string_view content, const std::string &name)
    : file_(file_in_memory(content)), library_(fmt::format("/proc/self/fd/{}", file_.get()), name) {}

} // namespace halenet::tune
