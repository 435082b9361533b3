#include "runtime/cli/tools.h"

#include <cstdio>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <halenet/error.h>

#include "runtime/cli/stop_signal.h"
#include "runtime/files/child_process.h"
#include "runtime/files/file_descriptor.h"
#include "runtime/files/installation.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

/// A stream of this process for a child, as a descriptor of its own.
FileDescriptor duplicate(int stream) {
    return FileDescriptor(::fcntl(stream, F_DUPFD_CLOEXEC, 0));
}

int run(const char *tool, std::vector<std::string> arguments, const fs::path &output) {
    std::fflush(stdout); // what stood there before the child stands before its output
    arguments.insert(arguments.begin(), (this_executable().parent_path() / tool).string());
    const FileDescriptor out = output.empty()
                                   ? duplicate(STDOUT_FILENO)
                                   : FileDescriptor(::open(output.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
    const int status = ChildProcess(arguments, out, duplicate(STDERR_FILENO)).status(StopSignal::caught);
    if (status > 128 && StopSignal::caught() == 0)
        throw Error(fmt::format("{} was ended by signal {}; that is a mistake of halenet's, or memory did not suffice",
                                tool, status - 128));
    return status;
}

} // namespace

int run_reader(const ReaderCall &call) {
    std::vector<std::string> arguments{call.header.string(), "--out", call.description.string()};
    if (!call.structure.empty())
        arguments.insert(arguments.end(), {"--model", call.structure});
    if (!call.files_read.empty())
        arguments.insert(arguments.end(), {"--depfile", call.files_read.string()});
    if (call.memory_limit)
        arguments.insert(arguments.end(), {"--memory-limit", fmt::format("{}", *call.memory_limit)});
    return run("halenet-reader", arguments, {});
}

int run_generate(const GenerateCall &call) {
    std::vector<std::string> arguments{"--model",  call.description.string(),
                                       "--name",   call.name,
                                       "--target", call.target,
                                       "--out",    call.folder.string(),
                                       "--cache",  call.objects.string()};
    if (call.shared)
        arguments.emplace_back("--shared");
    return run("halenet-generate", arguments, call.output);
}

int run_plan(const PlanCall &call) {
    return run("halenet-generate",
               {"--model", call.description.string(), "--name", "model", "--target", call.target, "--plan"},
               call.manifest);
}

int status_after(int tool_status) {
    return tool_status > 128 ? tool_status : tool_status != 0 ? 1 : 0;
}

} // namespace halenet::cli
