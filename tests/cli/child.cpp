#include "tests/cli/child.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cli_tests {
namespace {

namespace fs = std::filesystem;

std::vector<char *> pointers_to(std::vector<std::string> &texts) {
    std::vector<char *> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

void open_output(Child::Output output, int &reader, int &writer) {
    std::array<int, 2> ends{};
    winsize size{};
    size.ws_col = 40;
    size.ws_row = 24;
    const int failed = output == Child::Output::terminal ? ::openpty(&ends[0], &ends[1], nullptr, nullptr, &size)
                                                         : ::pipe(ends.data());
    if (failed != 0)
        throw std::runtime_error("no pipe or terminal can be had for a child");
    reader = ends[0];
    writer = ends[1];
    ::fcntl(reader, F_SETFD, FD_CLOEXEC);
}

} // namespace

std::vector<std::string> names_in(const fs::path &folder) {
    std::vector<std::string> names;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

Child::Child(const std::vector<std::string> &arguments, const fs::path &folder, Output output, const fs::path &program)
    : process_(start(arguments, folder, output, program)) {}

pid_t Child::start(const std::vector<std::string> &arguments, const fs::path &folder, Output output,
                   const fs::path &program) {
    int writer = -1;
    open_output(output, out_, writer);
    const int err_file = ::open((err_.path() / "stderr").c_str(), O_WRONLY | O_CREAT, 0600);

    std::vector<std::string> words{program.string()};
    std::ranges::copy(arguments, std::back_inserter(words));
    std::vector<std::string> variables{std::string("PATH=") + std::getenv("PATH"), "HOME=" + folder.string(),
                                       "TERM=xterm"};
    const std::vector<char *> argv = pointers_to(words);
    const std::vector<char *> envp = pointers_to(variables);

    const pid_t process = ::fork();
    if (process == 0) {
        ::dup2(writer, STDOUT_FILENO);
        ::dup2(err_file, STDERR_FILENO);
        if (::chdir(folder.c_str()) == 0)
            ::execve(program.c_str(), argv.data(), envp.data());
        ::_exit(127);
    }
    ::close(writer);
    ::close(err_file);
    return process;
}

Child::~Child() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(out_);
}

bool Child::read_more() {
    std::array<char, 4096> buffer{};
    // A terminal whose other side is closed gives an error, a pipe 0.
    const ssize_t count = ::read(out_, buffer.data(), buffer.size());
    if (count <= 0)
        return false;
    outcome_.out.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

bool Child::wait_for(const std::string &text) {
    while (outcome_.out.find(text) == std::string::npos)
        if (!read_more())
            return false;
    return true;
}

void Child::signal(int number) const {
    ::kill(process_, number);
}

Outcome Child::finish() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    outcome_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    outcome_.err = content_of(err_.path() / "stderr");
    return outcome_;
}

Outcome run(const std::vector<std::string> &arguments, const fs::path &folder) {
    return Child(arguments, folder).finish();
}

} // namespace cli_tests
