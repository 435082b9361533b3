#pragma once

#include <filesystem>
#include <string_view>

namespace halenet::reader {

/// Writes `text` under a temporary name beside `path`, syncs it and renames it, so that `path` holds either what it
/// held or all of `text`. Throws std::runtime_error with one sentence; `path` is then as it was.
void replace_file(const std::filesystem::path &path, std::string_view text);

} // namespace halenet::reader
