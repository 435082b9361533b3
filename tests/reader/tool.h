/// Runs halenet-reader as a person does, and looks at what it leaves.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace halenet::testing {

struct Outcome {
    int status = 0;     ///< exit status; 128 and more where a signal ended the program
    std::string output; ///< standard output and error, as they came
};

/// Runs a command line of the shell, each argument quoted.
[[nodiscard]] Outcome run(const std::vector<std::string> &arguments);

/// Runs this build's halenet-reader.
[[nodiscard]] Outcome run_reader(std::vector<std::string> arguments);

/// The source tree.
[[nodiscard]] const std::filesystem::path &source_folder();

[[nodiscard]] std::string contents_of(const std::filesystem::path &file);

} // namespace halenet::testing
