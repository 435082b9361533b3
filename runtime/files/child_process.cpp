#include "runtime/files/child_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <halenet/error.h>

namespace halenet {
namespace {

/// What the child's standard streams and folder are.
class SpawnActions {
  public:
    SpawnActions(const FileDescriptor &output, const FileDescriptor &errors, const std::filesystem::path &folder) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, output.get(), STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, errors.get(), STDERR_FILENO);
        if (!folder.empty())
            ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    }
    SpawnActions(const SpawnActions &) = delete;
    SpawnActions &operator=(const SpawnActions &) = delete;
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }

    [[nodiscard]] const posix_spawn_file_actions_t *get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

} // namespace

Pipe::Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error(fmt::format("no pipe to a child process could be made ({})", std::strerror(errno)));
    read_end = FileDescriptor(ends[0]);
    write_end = FileDescriptor(ends[1]);
}

ChildProcess::ChildProcess(std::span<const std::string> arguments, const FileDescriptor &output,
                           const FileDescriptor &errors, const std::filesystem::path &folder) {
    std::vector<char *> argv;
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    const SpawnActions actions(output, errors, folder);
    const int error = ::posix_spawnp(&process_, argv[0], actions.get(), nullptr, argv.data(), environ);
    if (error == ENOENT)
        throw Error(fmt::format("{} is not installed", arguments.front()));
    if (error != 0)
        throw Error(fmt::format("{} could not be started ({})", arguments.front(), std::strerror(error)));
}

ChildProcess::~ChildProcess() {
    if (process_ > 0) {
        ::kill(process_, SIGTERM);
        wait();
    }
}

int ChildProcess::status(const std::function<int()> &signal_to_pass) {
    // ppoll ends at every signal; waitpid would go on after one that asks for that. Between the question and the wait
    // none may come, because nobody would hear it.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    // By number: glibc 2.36 declares pidfd_open for C alone.
    const FileDescriptor process(static_cast<int>(::syscall(SYS_pidfd_open, process_, 0)));
    pollfd end{.fd = process.get(), .events = POLLIN, .revents = 0};
    int passed = 0;
    do {
        const int signal = signal_to_pass ? signal_to_pass() : 0;
        if (signal != passed)
            ::kill(process_, signal);
        passed = signal;
    } while (::ppoll(&end, 1, nullptr, &before) < 0 && errno == EINTR);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void read_all(const FileDescriptor &descriptor, const std::function<void(std::span<const std::byte>)> &use) {
    std::array<std::byte, 1 << 16> buffer{};
    while (true) {
        const ssize_t count = ::read(descriptor.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return;
        use(std::span(buffer).first(static_cast<std::size_t>(count)));
    }
}

std::string read_text(const FileDescriptor &descriptor) {
    std::string text;
    read_all(descriptor, [&](std::span<const std::byte> bytes) {
        text.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    });
    return text;
}

} // namespace halenet
