/// Files made in parallel by child processes and kept in a cache by the hash of what goes into them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace halenet::driver {

/// One file to make.
struct Job {
    std::string name;        ///< for progress and errors
    std::string ingredients; ///< everything that decides the file's bytes and its note
    /// Runs in a process of its own and reports by throwing; returns a note, what is to be known of the file.
    std::function<std::string(const std::filesystem::path &)> build;
};

struct BuildReport {
    std::vector<std::filesystem::path> files; ///< in the order of the jobs
    std::vector<std::string> notes;           ///< of each file
    int built = 0;                            ///< the rest came from the cache
};

/// Called after each job: how many are done, of how many, and the last one's name.
using Progress = std::function<void(int done, int total, const std::string &name)>;

/// Makes all files in `cache`, a folder that is there, `parallel` at a time. A file appears under its name only when
/// whole, and after its note. Throws std::runtime_error with the first job's error.
[[nodiscard]] BuildReport build_files(const std::vector<Job> &jobs, const std::filesystem::path &cache, int parallel,
                                      const Progress &progress);

/// Removes from the cache what no build has asked for in the last two weeks. Several models, targets and versions share
/// a cache, so being of no use to one of them says nothing.
void remove_unused(const std::filesystem::path &cache);

/// Makes a folder and those above it, where they are missing, and gives it back. Throws std::runtime_error naming it.
const std::filesystem::path &make_folder(const std::filesystem::path &folder);

/// Writes a file whole or not at all; leaves one that already has these bytes alone, so that nothing that depends on it
/// is rebuilt. Throws std::runtime_error naming it.
void write_file(const std::filesystem::path &path, const std::string &bytes);

/// Runs a program and waits; throws std::runtime_error when it cannot start or fails. Its output is the caller's.
void run_program(const std::vector<std::string> &command);

} // namespace halenet::driver
