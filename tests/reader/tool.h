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

/// A folder of the test's own, gone with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    /// Writes a file into the folder and returns its path.
    std::filesystem::path write(const std::string &name, const std::string &text) const;
    /// Names of all that lies in the folder, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    std::filesystem::path path_;
};

} // namespace halenet::testing
