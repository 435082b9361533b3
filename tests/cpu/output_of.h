#pragma once

#include "runtime/files/child_process.h"

#include <string>
#include <vector>

namespace halenet::testing {

/// What a program writes on both its streams. Throws Error where it cannot be started.
[[nodiscard]] inline std::string output_of(const std::vector<std::string> &command) {
    Pipe output;
    ChildProcess child(command, output.write_end, output.write_end);
    output.write_end.close();
    return read_text(output.read_end);
}

} // namespace halenet::testing
