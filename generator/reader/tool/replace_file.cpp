#include "generator/reader/tool/replace_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace halenet::reader {
namespace {

[[noreturn]] void fail(const std::filesystem::path &path, const std::string &reason) {
    throw std::runtime_error(fmt::format("{}: cannot write the output: {}", path.string(), reason));
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

void replace_file(const std::filesystem::path &path, std::string_view text) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    // A rename over /dev/null would take it away from everybody.
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        fail(path, "it is no regular file");

    const std::string temporary = fmt::format("{}.{}.partial", path.string(), ::getpid());
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        fail(path, std::generic_category().message(errno));
    const bool is_written = write_all(file, text) && ::fsync(file) == 0;
    int error = is_written ? 0 : errno;
    if (::close(file) != 0 && error == 0)
        error = errno;
    if (error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0)
        error = errno;
    if (error != 0) {
        ::unlink(temporary.c_str());
        fail(path, std::generic_category().message(error));
    }
}

} // namespace halenet::reader
