#pragma once

#include <string>
#include <vector>

#include "tests/cli/child.h"
#include "tests/runtime/temporary_folder.h"

namespace cli_tests {

/// The program halenet in a folder of its own, with a shell script as the driver beside it, or as another of the
/// generator's programs, so that a test sees what that is asked and decides what it answers.
class FakeDriver {
  public:
    /// `script` runs with the driver's arguments. Its folder is also the one that `run` runs in.
    explicit FakeDriver(const std::string &script, const std::string &program = "halenet-generate");

    [[nodiscard]] const TemporaryFolder &folder() const { return folder_; }
    [[nodiscard]] const TemporaryFolder &programs() const { return programs_; } ///< halenet's
    [[nodiscard]] Outcome run(const std::vector<std::string> &arguments) const;

    /// The arguments of each call so far, one call a line.
    [[nodiscard]] std::string calls() const;

  private:
    TemporaryFolder folder_;
    TemporaryFolder programs_;
};

} // namespace cli_tests
