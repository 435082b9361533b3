#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halenet {

/// Fetches `url` with the program `curl`, which brings TLS, proxies and redirects with it, as a child process without
/// a shell. `on_bytes` is called with the number of bytes so far. Throws Error, also for more than `most_bytes`.
[[nodiscard]] std::vector<std::byte> fetch_with_curl(const std::string &url, std::size_t most_bytes,
                                                     const std::function<void(std::uint64_t)> &on_bytes);

} // namespace halenet
