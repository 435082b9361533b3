#include "runtime/data/curl.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <span>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <halenet/error.h>

#include "runtime/files/file_descriptor.h"

namespace halenet {
namespace {

struct Pipe {
    FileDescriptor read_end, write_end;

    Pipe() {
        std::array<int, 2> ends{};
        // Closed on exec, so that another child process started meanwhile does not hold the write end open.
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw Error(fmt::format("no pipe to curl could be made ({})", std::strerror(errno)));
        read_end = FileDescriptor(ends[0]);
        write_end = FileDescriptor(ends[1]);
    }
};

/// What the child's standard streams are.
class SpawnActions {
  public:
    SpawnActions(const Pipe &output, const Pipe &errors) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, output.write_end.get(), STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, errors.write_end.get(), STDERR_FILENO);
    }
    SpawnActions(const SpawnActions &) = delete;
    SpawnActions &operator=(const SpawnActions &) = delete;
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }

    [[nodiscard]] const posix_spawn_file_actions_t *get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

/// A running child process; ended and waited for when it goes out of scope, so an exception leaves none behind.
class Child {
  public:
    Child(std::span<const std::string> arguments, const SpawnActions &actions) {
        std::vector<char *> argv;
        for (const std::string &argument : arguments)
            argv.push_back(const_cast<char *>(argument.c_str()));
        argv.push_back(nullptr);
        const int error = ::posix_spawnp(&process_, argv[0], actions.get(), nullptr, argv.data(), environ);
        if (error == ENOENT)
            throw Error("curl is not installed, it is needed for downloads");
        if (error != 0)
            throw Error(fmt::format("curl could not be started ({})", std::strerror(error)));
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    ~Child() {
        if (process_ > 0) {
            ::kill(process_, SIGTERM);
            wait();
        }
    }

    /// True if the child ended with status 0.
    bool wait() {
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0)
            if (errno != EINTR)
                return false;
        process_ = 0;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

  private:
    pid_t process_ = 0;
};

/// Calls `use` with each piece that arrives until the writer closes its end.
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

/// curl's own words: its last line, as "curl: (22) The requested URL returned error: 404".
std::string last_line(std::string_view text) {
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    const std::size_t line_end = text.rfind('\n');
    return std::string(line_end == std::string_view::npos ? text : text.substr(line_end + 1));
}

} // namespace

std::vector<std::byte> fetch_with_curl(const std::string &url, std::size_t most_bytes,
                                       const std::function<void(std::uint64_t)> &on_bytes) {
    // Gives up on a dead server after 10 s, and on one that sends less than 1 kB/s for 15 s.
    const std::array<std::string, 12> arguments = {"curl",       "--silent",          "--show-error", "--fail",
                                                   "--location", "--connect-timeout", "10",           "--speed-limit",
                                                   "1000",       "--speed-time",      "15",           url};
    Pipe output;
    Pipe errors;
    Child child(arguments, SpawnActions(output, errors));
    output.write_end.close();
    errors.write_end.close();

    std::vector<std::byte> content;
    read_all(output.read_end, [&](std::span<const std::byte> bytes) {
        content.insert(content.end(), bytes.begin(), bytes.end());
        if (content.size() > most_bytes)
            throw Error(fmt::format("{} is larger than {} bytes", url, most_bytes));
        on_bytes(content.size());
    });
    // Read only now: with --silent it is a line or two, less than the pipe holds.
    std::string complaint;
    read_all(errors.read_end, [&](std::span<const std::byte> bytes) {
        complaint.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    });
    if (!child.wait())
        throw Error(fmt::format("{} could not be fetched ({})", url,
                                complaint.empty() ? "curl was stopped" : last_line(complaint)));
    return content;
}

} // namespace halenet
