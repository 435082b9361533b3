/// From objects to libraries.
#pragma once

#include "generator/driver/emit.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halenet::driver {

/// An object and the name that it has in the archive.
struct Member {
    std::string name;
    std::filesystem::path object;
};

/// Whether a library's objects are joined into one, in which only the API is global. Linkers of ELF can; a checked
/// library is for tests and stays in pieces, beside Halide's runtime.
[[nodiscard]] bool is_joined(const Library &library);

/// One object of all, with `api` as its global symbols. Works in `folder`, an existing one.
/// `symbols`: local symbols and debugging information stay.
[[nodiscard]] std::filesystem::path join(const std::vector<Member> &members, const std::vector<std::string> &api,
                                         bool symbols, const std::filesystem::path &folder);

/// Bytes of machine code and constants in objects.
[[nodiscard]] std::size_t text_bytes(const std::vector<Member> &members);

/// The bytes of a static library. The same members give the same bytes: they are named after the library, and have no
/// time, owner or path.
[[nodiscard]] std::string archive_of(const Library &library, const std::vector<Member> &members,
                                     const std::filesystem::path &folder);

/// The bytes of the shared library: all of the archive, with the table of its functions as the only name that shows.
[[nodiscard]] std::string shared_library_of(const Library &library, const std::filesystem::path &archive,
                                            const std::filesystem::path &folder);

/// The functions and the table that a library's header declares.
[[nodiscard]] std::vector<std::string> api_of(const std::string &header, const std::string &library);

} // namespace halenet::driver
