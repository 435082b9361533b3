#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/runtime/temporary_folder.h"

namespace cli_tests {

/// The names of what is in a folder, sorted.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path &folder);

struct Outcome {
    int status = 0; ///< exit status, or 128 + the signal that killed it
    std::string out;
    std::string err;
};

/// A run of the program halenet as a process of its own, in `folder`. Its environment is PATH, TERM, and HOME, which is
/// `folder` too.
class Child {
  public:
    enum class Output {
        pipe,     ///< standard output is no terminal
        terminal, ///< standard output is a terminal of 40 columns
    };

    Child(const std::vector<std::string> &arguments, const std::filesystem::path &folder, Output output = Output::pipe,
          const std::filesystem::path &program = HALENET_PROGRAM);
    ~Child(); ///< kills it where it still runs
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    /// Reads standard output until `text` is in it, or it ends; tells which.
    [[nodiscard]] bool wait_for(const std::string &text);
    void signal(int number) const;
    [[nodiscard]] Outcome finish(); ///< reads all that is left and waits for the end

  private:
    pid_t start(const std::vector<std::string> &arguments, const std::filesystem::path &folder, Output output,
                const std::filesystem::path &program);
    bool read_more();

    TemporaryFolder err_; ///< for standard error: a file, because nobody reads it while the program runs
    int out_ = -1;
    pid_t process_; ///< -1 once it has been waited for
    Outcome outcome_;
};

/// Runs the program to its end.
[[nodiscard]] Outcome run(const std::vector<std::string> &arguments, const std::filesystem::path &folder);

} // namespace cli_tests
