/// The jobs that make a library's objects.
#pragma once

#include "generator/driver/build.h"
#include "generator/driver/emit.h"

#include <Halide.h>

namespace halenet::driver {

/// Lowers each kernel of an instruction set: the file is the lowered code as text, the note the bytes of scratch that
/// the kernel needs.
[[nodiscard]] std::vector<Job> lowering_jobs(const Library &library, const Isa &isa);

/// Compiles each kernel. `lowered` are the files of its lowering jobs: what is not lowered otherwise than before is not
/// compiled again, whatever else of this program has changed.
[[nodiscard]] std::vector<Job> kernel_jobs(const Library &library, const Isa &isa,
                                           const std::vector<std::filesystem::path> &lowered);

/// Where the core's sources and the headers that it includes as <halenet/...> lie.
struct CoreFolders {
    std::filesystem::path sources, headers;
};
[[nodiscard]] CoreFolders find_core();

/// Compiles C for a library's target, as the core is compiled.
class CoreCompiler {
  public:
    explicit CoreCompiler(const Library &library);

    /// Each file of the core.
    [[nodiscard]] std::vector<Job> core() const;
    /// A file of the library's own, which may include the core's headers. `embeds`: files that it takes in by #embed.
    [[nodiscard]] Job file(const std::string &name, const std::filesystem::path &source,
                           const std::vector<std::filesystem::path> &embeds = {}) const;
    /// The beginning of the SHA-256 of all that they are compiled from.
    [[nodiscard]] std::string digest() const;

  private:
    CoreFolders folders_;
    std::vector<std::string> command_;
    std::string headers_; ///< what every file includes, for the cache's keys
};

} // namespace halenet::driver
