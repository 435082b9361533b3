#pragma once

#include <csignal>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace cli_tests {

/// The names of what is in a folder, sorted.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path &folder);

struct Outcome {
    int status = 0; ///< exit status, or 128 + the signal that killed it
    std::string out;
    std::string err;
};

/// A run of the program halenet as a process of its own. Its environment is empty but for PATH, HOME in its folder and
/// what a test adds.
class Child {
  public:
    enum class Output {
        pipe,     ///< standard output is no terminal
        terminal, ///< standard output is a terminal of 40 columns
    };

    Child(const std::vector<std::string> &arguments, const std::filesystem::path &folder, Output output = Output::pipe,
          const std::vector<std::string> &environment = {});
    ~Child(); ///< kills it where it still runs
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    /// Reads standard output until `text` is in it, or it ends; tells which.
    [[nodiscard]] bool wait_for(const std::string &text);
    void signal(int number) const;
    [[nodiscard]] Outcome finish(); ///< reads all that is left and waits for the end

  private:
    bool read_more();

    pid_t process_ = -1;
    int out_ = -1;
    std::filesystem::path err_; ///< a file: nobody reads it while the program runs
    Outcome outcome_;
};

/// Runs the program to its end.
[[nodiscard]] Outcome run(const std::vector<std::string> &arguments, const std::filesystem::path &folder);

} // namespace cli_tests
