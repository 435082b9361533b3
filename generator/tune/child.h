/// Runs what may crash or hang where it harms nobody: in a forked child process.
#pragma once

#include <functional>
#include <string>

namespace halenet::tune {

enum class ChildEnd {
    answered,
    failed,  ///< its work threw an exception
    crashed, ///< it was ended by a signal, or ended itself before it had answered
    hung,    ///< it was killed because its time was over
};

struct ChildResult {
    ChildEnd end = ChildEnd::answered;
    std::string text{}; ///< the answer; else what happened, a sentence without a full stop
};

/// Calls `work` in a fork of this process, which sees all that this process has in memory, and tells what it returned
/// or how it ended. After `time_limit` seconds the child is killed, and at its end all that it has started. It is a
/// process group of its own, so that a Ctrl-C at the terminal is this process's to handle; where this process dies it
/// dies too. What it prints goes nowhere. Throws std::runtime_error where the system has no process or pipe left.
[[nodiscard]] ChildResult run_in_child(const std::function<std::string()> &work, double time_limit);

} // namespace halenet::tune
