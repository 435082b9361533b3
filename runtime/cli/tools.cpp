#include "runtime/cli/tools.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <halenet/error.h>

#include "runtime/cli/stop_signal.h"
#include "runtime/files/file_descriptor.h"
#include "runtime/files/installation.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

/// Where a child's standard output goes.
class FileActions {
  public:
    explicit FileActions(const fs::path &output) {
        ::posix_spawn_file_actions_init(&actions_);
        if (!output.empty())
            ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                               0666);
    }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions &) = delete;
    FileActions &operator=(const FileActions &) = delete;

    [[nodiscard]] const posix_spawn_file_actions_t *get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

pid_t start(const fs::path &program, std::vector<std::string> arguments, const fs::path &output) {
    std::string path = program.string();
    std::vector<char *> argv{path.data()};
    for (std::string &argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = -1;
    const FileActions actions(output);
    const int error = ::posix_spawn(&child, path.c_str(), actions.get(), nullptr, argv.data(), ::environ);
    if (error != 0)
        throw Error(fmt::format("{}: cannot be started ({}), a program of halenet was expected there; install halenet "
                                "anew",
                                path, std::strerror(error)));
    return child;
}

/// Passes on what StopSignal catches: a SIGTERM comes to this process alone.
void wait_and_pass_on(pid_t child) {
    const FileDescriptor handle(::pidfd_open(child, 0));
    pollfd event{.fd = handle.get(), .events = POLLIN, .revents = 0};
    while (::poll(&event, 1, -1) < 0 && errno == EINTR)
        if (const int signal = StopSignal::caught(); signal != 0)
            ::kill(child, signal);
}

int run(std::string_view tool, const std::vector<std::string> &arguments, const fs::path &output) {
    std::fflush(stdout); // what stood there before the child stands before its output
    const pid_t child = start(this_executable().parent_path() / tool, arguments, output);
    wait_and_pass_on(child);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
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
