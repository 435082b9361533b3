#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace halenet {

/// All the bytes of a regular file. Throws Error.
[[nodiscard]] std::string read_file(const std::filesystem::path &path);

/// Replaces the file at `path` by `bytes`, or leaves it as it was: the bytes go to a temporary name in the same folder,
/// are fsynced, renamed, and the folder is fsynced. Nothing is left behind on failure. Throws Error.
void write_file_atomically(const std::filesystem::path &path, std::span<const std::byte> bytes);
void write_file_atomically(const std::filesystem::path &path, std::string_view text);

/// Makes sure that the name of a new file survives a power cut; what it holds is the caller's to sync. Throws Error.
void sync_name_of(const std::filesystem::path &file);

/// Throws Error where write_file_atomically(path, ...) would fail: a missing folder, no permission, a target that is no
/// regular file. For use before hours of work. Leaves nothing behind and touches no file that exists.
void ensure_writable(const std::filesystem::path &path);

} // namespace halenet
