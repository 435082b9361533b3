#include "generator/tune/child.h"

#include "runtime/files/child_process.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace halenet::tune {

namespace {

using Clock = std::chrono::steady_clock;

// What a child writes begins with one of these.
constexpr char answer_mark = 'a', failure_mark = 'f';

// ---- In the child.

void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            ::_exit(1);
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
}

/// No handler of the parent's is to run here, and a crash, which is nothing unusual here, is to leave no core file.
void become_child_of(pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) { // it has died already
        ::_exit(1);
    }
    ::prctl(PR_SET_DUMPABLE, 0);
    for (int number = 1; number < NSIG; ++number) {
        ::signal(number, SIG_DFL);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(nowhere, stream);
    }
}

[[noreturn]] void run_child(const std::function<std::string()> &work, int output) {
    std::string text;
    try {
        text = answer_mark + work();
    } catch (const std::exception &error) {
        text = std::string(1, failure_mark) + error.what();
    }
    write_all(output, text);
    ::_exit(0); // at once: what this process's buffers and destructors hold is the parent's
}

// ---- In the parent.

/// A forked process with its group. Ended and waited for when it goes out of scope.
class Fork {
  public:
    Fork(const std::function<std::string()> &work, Pipe &pipe) : parent_(::getpid()), process_(::fork()) {
        if (process_ < 0) {
            throw std::runtime_error(fmt::format("no child process could be made ({})", std::strerror(errno)));
        }
        if (process_ == 0) {
            pipe.read_end.close();
            become_child_of(parent_);
            run_child(work, pipe.write_end.get());
        }
        ::setpgid(process_, process_); // whoever of the two comes first
        pipe.write_end.close();
        // By number: glibc 2.36 declares pidfd_open for C alone.
        handle_ = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, process_, 0)));
    }
    Fork(const Fork &) = delete;
    Fork &operator=(const Fork &) = delete;
    ~Fork() { finish(); }

    /// Readable once the process has ended.
    [[nodiscard]] const FileDescriptor &handle() const { return handle_; }

    /// Kills what is left of the group; the status that waitpid gives. The group's number is its own until then.
    int finish() {
        int status = 0;
        if (process_ > 0) {
            ::kill(-process_, SIGKILL);
            while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
            }
            process_ = 0;
        }
        return status;
    }

  private:
    pid_t parent_, process_;
    FileDescriptor handle_;
};

/// Adds what has arrived by now; false at the end.
bool read_some(const FileDescriptor &pipe, std::string &text) {
    std::array<char, 1 << 16> buffer{};
    while (true) {
        const ssize_t count = ::read(pipe.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count < 0 && errno == EAGAIN;
        }
        text.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

/// Reads until the child has ended; false where it has not by then.
bool read_until_end(const Fork &child, const FileDescriptor &pipe, Clock::time_point end, std::string &text) {
    std::array<pollfd, 2> waited{pollfd{.fd = pipe.get(), .events = POLLIN, .revents = 0},
                                 pollfd{.fd = child.handle().get(), .events = POLLIN, .revents = 0}};
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
        if (left <= 0) {
            return false;
        }
        if (::poll(waited.data(), waited.size(), static_cast<int>(std::min<long>(left, 1'000'000))) <= 0) {
            continue; // a signal, or time is over
        }
        if (waited[0].revents != 0 && !read_some(pipe, text)) {
            waited[0].fd = -1; // poll passes it over
        }
        if (waited[1].revents != 0) {
            return true;
        }
    }
}

std::string what_ended(int status) {
    if (WIFSIGNALED(status)) {
        const char *name = ::sigabbrev_np(WTERMSIG(status));
        return name != nullptr ? fmt::format("its process was ended by SIG{}", name)
                               : fmt::format("its process was ended by signal {}", WTERMSIG(status));
    }
    return fmt::format("its process ended itself with status {} before it had answered", WEXITSTATUS(status));
}

} // namespace

ChildResult run_in_child(const std::function<std::string()> &work, double time_limit) {
    const Clock::time_point end =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(time_limit));
    Pipe pipe;
    Fork child(work, pipe);
    ::fcntl(pipe.read_end.get(), F_SETFL, O_NONBLOCK);
    std::string text;
    const bool ended = read_until_end(child, pipe.read_end, end, text);
    const int status = child.finish();
    if (!ended) {
        return {ChildEnd::hung, fmt::format("its process had not ended after {:g} s", time_limit)};
    }
    read_some(pipe.read_end, text);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || text.empty()) {
        return {ChildEnd::crashed, what_ended(status)};
    }
    return {text.front() == answer_mark ? ChildEnd::answered : ChildEnd::failed, text.substr(1)};
}

} // namespace halenet::tune
