#include "runtime/data/download.h"

#include <chrono>
#include <vector>

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/data/byte_stream.h"
#include "runtime/data/curl.h"
#include "runtime/data/md5.h"
#include "runtime/files/files.h"

namespace halenet {
namespace {

/// Several times MNIST's largest file: stops a mirror that sends without end.
constexpr std::size_t most_bytes = 64 << 20;

std::vector<std::byte> fetch_checked(const std::string &url, const MnistFile &file,
                                     const std::function<void(const DownloadProgress &)> &on_progress) {
    using Clock = std::chrono::steady_clock;
    constexpr auto interval = std::chrono::milliseconds(100);
    Clock::time_point next_report = Clock::now();
    DownloadProgress progress{.url = url, .total_bytes = file.gzipped_bytes};

    std::vector<std::byte> content = fetch_with_curl(url, most_bytes, [&](std::uint64_t bytes) {
        progress.bytes = bytes;
        if (on_progress && Clock::now() >= next_report) {
            next_report = Clock::now() + interval;
            on_progress(progress);
        }
    });
    ByteStream stream = ByteStream::of_memory(url, content);
    if (const std::string md5 = md5_of(stream); md5 != file.md5)
        throw Error(fmt::format("{}: the decompressed content has MD5 {}, MNIST's has {}", url, md5, file.md5));
    progress.total_bytes = progress.bytes;
    if (on_progress)
        on_progress(progress);
    return content;
}

} // namespace

void download_mnist_file(std::span<const std::string> mirrors, const MnistFile &file,
                         const std::filesystem::path &folder,
                         const std::function<void(const DownloadProgress &)> &on_progress) {
    const std::string name = idx_file_name(file, 1) + ".gz";
    const std::filesystem::path path = folder / name;
    ensure_writable(path);
    std::vector<std::string> reasons;
    for (const std::string &mirror : mirrors) {
        std::vector<std::byte> content;
        try {
            content = fetch_checked(mirror + name, file, on_progress);
        } catch (const Error &error) {
            reasons.emplace_back(error.what());
            continue;
        }
        return write_file_atomically(path, content);
    }
    throw Error(reasons.empty() ? "no mirror to download from is known" : fmt::format("{}", fmt::join(reasons, "; ")));
}

} // namespace halenet
