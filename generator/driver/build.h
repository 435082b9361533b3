/// Object files, made in parallel by child processes and kept in a cache by the hash of what goes into them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace halenet::driver {

/// One object file to make.
struct ObjectJob {
    std::string name;                                         ///< for progress and errors
    std::string ingredients;                                  ///< everything that decides the object's bytes
    std::function<void(const std::filesystem::path &)> build; ///< runs in a process of its own; reports by throwing
};

struct BuildReport {
    std::vector<std::filesystem::path> objects; ///< in the order of the jobs
    int built = 0;                              ///< the rest came from the cache
};

/// Called after each job: how many are done, of how many, and the last one's name.
using Progress = std::function<void(int done, int total, const std::string &name)>;

/// Makes all objects in `cache`, `parallel` at a time, and removes what no job names any more. An object appears under
/// its name only when whole. Throws std::runtime_error with the first job's error.
[[nodiscard]] BuildReport build_objects(const std::vector<ObjectJob> &jobs, const std::filesystem::path &cache,
                                        int parallel, const Progress &progress);

/// SHA-256 as hexadecimal digits.
[[nodiscard]] std::string sha256(const std::string &bytes);

/// A whole file; throws std::runtime_error naming it.
[[nodiscard]] std::string read_file(const std::filesystem::path &path);

/// Writes a file whole or not at all; leaves one that already has these bytes alone, so that nothing that depends on it
/// is rebuilt. Throws std::runtime_error naming it.
void write_file(const std::filesystem::path &path, const std::string &bytes);

/// Runs a program and waits; throws std::runtime_error when it cannot start or fails. Its output is the caller's.
void run_program(const std::vector<std::string> &command);

} // namespace halenet::driver
