#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace package_tests {

struct Result {
    int status = 0;     ///< exit status, or 128 + the signal that killed it
    std::string output; ///< standard output and errors, as they came
};

/// Runs a program to its end, in `folder`. It is looked for in PATH, and has this process's environment.
[[nodiscard]] Result run_command(const std::vector<std::string> &command, const std::filesystem::path &folder);

/// A folder with a small data set for MNIST's form, the same one for all.
[[nodiscard]] const std::filesystem::path &small_data();

} // namespace package_tests
