#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace halenet {

/// A file inside a static library.
struct ArchiveMember {
    std::string name;
    std::string_view content; ///< a part of the archive's bytes
};

/// The members of a static library (`ar`) in their order, its own tables of symbols and long names left out. Long names
/// may be written GNU's way, as on Windows, or BSD's, as on macOS. Trusts nothing: throws an Error that begins with
/// `file`.
[[nodiscard]] std::vector<ArchiveMember> members_of(std::string_view archive, const std::string &file);

/// A sentence about the first thing in which `theirs` differs from `ours`; empty where the bytes are the same. `file`
/// and `other` name the two.
[[nodiscard]] std::string first_difference(std::string_view theirs, const std::string &file, std::string_view ours,
                                           const std::string &other);

} // namespace halenet
