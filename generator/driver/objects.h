/// The jobs that make a library's objects, and the libraries made of them.
#pragma once

#include "generator/driver/build.h"
#include "generator/driver/emit.h"

#include <Halide.h>

namespace halenet::driver {

/// Compiles each kernel; the note is the bytes of scratch that it needs.
[[nodiscard]] std::vector<Job> kernel_jobs(const Library &library, const Program &program,
                                           const Halide::Target &target);
/// Only lowers each kernel, for the note; the file is empty.
[[nodiscard]] std::vector<Job> lowering_jobs(const Library &library, const Program &program,
                                             const Halide::Target &target);

/// Where the core's sources and the headers that it includes as <halenet/...> lie.
struct CoreFolders {
    std::filesystem::path sources, headers;
};
[[nodiscard]] CoreFolders find_core();

/// Compiles each file of the core for the target that `triple` names.
[[nodiscard]] std::vector<Job> core_jobs(const Library &library, const std::string &triple, const CoreFolders &core);
/// The same for the tables of a library.
[[nodiscard]] Job tables_job(const Library &library, const std::filesystem::path &tables, const std::string &triple,
                             const CoreFolders &core);

/// An object and the name that it has in the archive.
struct Member {
    std::string name;
    std::filesystem::path object;
};

/// The bytes of the static library. Its members are named after the library and the job: the names in the cache hold a
/// hash of this program, which is none of the library's business.
[[nodiscard]] std::string archive_of(const Library &library, const std::vector<Member> &members,
                                     const std::filesystem::path &cache, const Halide::Target &target);

/// The bytes of the shared library: all of the archive, with the table of its functions as the only name that shows.
[[nodiscard]] std::string shared_library_of(const Library &library, const std::filesystem::path &archive,
                                            const std::filesystem::path &cache, const std::string &triple);

} // namespace halenet::driver
