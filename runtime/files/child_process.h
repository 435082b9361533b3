#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <sys/types.h>

#include "runtime/files/file_descriptor.h"

namespace halenet {

/// Both ends are closed on exec, so that another child process started meanwhile does not hold them open.
struct Pipe {
    FileDescriptor read_end, write_end;

    Pipe(); ///< throws Error
};

/// A program that runs as a child process, without a shell; its standard input is empty. Ended and waited for when it
/// goes out of scope, so an exception leaves none behind.
class ChildProcess {
  public:
    /// `arguments` begin with the program, which is looked for in PATH. `output` and `errors` become its standard
    /// streams. It runs in `folder`; empty: in this process's own. Throws Error where it cannot be started.
    ChildProcess(std::span<const std::string> arguments, const FileDescriptor &output, const FileDescriptor &errors,
                 const std::filesystem::path &folder = {});
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;
    ~ChildProcess();

    /// Waits for its end; true where that came with status 0.
    bool wait() { return status() == 0; }

    /// Waits for its end: the exit status, or 128 + the signal that ended it. The child gets the signal that
    /// `signal_to_pass` says, which is asked now and whenever this process has handled one; none for 0.
    int status(const std::function<int()> &signal_to_pass = {});

  private:
    pid_t process_ = 0;
};

/// Calls `use` with each piece that arrives until the writer closes its end.
void read_all(const FileDescriptor &descriptor, const std::function<void(std::span<const std::byte>)> &use);

/// All that arrives until the writer closes its end.
[[nodiscard]] std::string read_text(const FileDescriptor &descriptor);

} // namespace halenet
