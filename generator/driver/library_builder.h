/// Builds a library: its plan, its objects, its archive.
#pragma once

#include "generator/driver/archive.h"
#include "generator/driver/build.h"
#include "generator/driver/generate.h"
#include "generator/driver/objects.h"
#include "runtime/files/scratch_folder.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace halenet::driver {

/// The folder of tuned plans that the options mean.
[[nodiscard]] std::filesystem::path plans_folder(const GenerateOptions &options);

/// The library before anything is lowered: of each target the program, with every kernel's plan. `notes` gets a
/// sentence for each tuned plan that cannot be used. Throws std::runtime_error.
[[nodiscard]] Library planned(const GenerateOptions &options, std::vector<std::string> &notes);

class LibraryBuilder {
  public:
    /// Plans the library and lowers its kernels, which tells the bytes of memory. Objects are kept in `cache`, which is
    /// made where it is missing. Throws std::runtime_error, as all of these do.
    LibraryBuilder(const GenerateOptions &options, const std::filesystem::path &cache, Progress progress);

    [[nodiscard]] const Library &library() const { return library_; }

    /// The digest that a strict library carries.
    void set_digest(const std::string &digest) { library_.digest = digest; }

    /// Makes all objects but the manifest's.
    void compile(const std::string &header);

    /// The manifest of a bundle with these files; of sizes, it knows those of memory before compile.
    [[nodiscard]] std::string manifest(const std::vector<std::string> &files) const;

    /// After compile: the archive's bytes, with the manifest in it.
    [[nodiscard]] std::string archive(const std::string &manifest);
    [[nodiscard]] std::size_t text_bytes() const { return text_bytes_; } ///< of its machine code and constants
    /// After compile: of one kernel, of all instruction sets together.
    [[nodiscard]] std::size_t text_bytes_of(const std::string &kernel) const;
    /// What a kernel of the first instruction set is lowered to.
    [[nodiscard]] std::string lowered_text(const std::string &kernel) const;
    /// The bytes of the shared library that an archive makes.
    [[nodiscard]] std::string shared(const std::string &archive) const;

    /// Why tuned plans were not used, in a sentence each.
    [[nodiscard]] const std::vector<std::string> &notes() const { return notes_; }

    [[nodiscard]] int built() const { return built_; } ///< objects that were not in the cache
    [[nodiscard]] int total() const { return total_; }

  private:
    [[nodiscard]] BuildReport build(const std::vector<Job> &jobs) const;
    void add_objects(const std::vector<Job> &jobs);
    [[nodiscard]] std::filesystem::path written(const std::string &name, const std::string &text) const;

    GenerateOptions options_;
    std::filesystem::path cache_;
    ScratchFolder work_; ///< what no later run reuses; in the cache, because two runs may share that
    Progress progress_;
    std::vector<std::string> notes_;
    Library library_;
    CoreCompiler compiler_;
    std::vector<BuildReport> lowered_; ///< of each instruction set
    std::vector<Member> objects_;
    std::map<std::string, std::vector<Member>> kernels_; ///< their objects, by name
    std::size_t text_bytes_ = 0;
    int built_ = 0, total_ = 0;
};

} // namespace halenet::driver
