#include "generator/driver/build.h"

#include "runtime/files/files.h"
#include "runtime/files/sha256.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace halenet::driver {

namespace fs = std::filesystem;

namespace {

/// A child process that makes one file and writes its error, if any, to a pipe.
struct Child {
    std::size_t job = 0;
    int error_pipe = -1;
};

constexpr const char *extension = ".made", *note_extension = ".note";

fs::path note_of(const fs::path &file) {
    return fs::path(file).replace_extension(note_extension);
}

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t count = 0; (count = read(descriptor, part.data(), part.size())) != 0;) {
        if (count > 0) {
            text.append(part.data(), static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            break;
        }
    }
    close(descriptor);
    return text;
}

void write_all(int descriptor, const std::string &text) {
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t count = write(descriptor, text.data() + done, text.size() - done);
        if (count <= 0) {
            return;
        }
        done += static_cast<std::size_t>(count);
    }
}

/// Runs in the child: never returns.
[[noreturn]] void make_file(const Job &job, const fs::path &file, int error_pipe) {
    const fs::path temporary = file.string() + "." + std::to_string(getpid()) + ".tmp";
    int status = 1;
    try {
        write_file(note_of(file), job.build(temporary));
        fs::rename(temporary, file);
        status = 0;
    } catch (const std::exception &error) {
        write_all(error_pipe, error.what());
        std::error_code ignored;
        fs::remove(temporary, ignored);
    }
    // No destructors: the parent's threads and buffers are not this process's to finish.
    _exit(status);
}

pid_t start(const Job &job, const fs::path &file, int &error_pipe) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error(std::string("cannot make a pipe: ") + std::strerror(errno));
    }
    const pid_t child = fork();
    if (child < 0) {
        throw std::runtime_error(std::string("cannot start a process: ") + std::strerror(errno));
    }
    if (child == 0) {
        close(ends[0]);
        make_file(job, file, ends[1]);
    }
    close(ends[1]);
    error_pipe = ends[0];
    return child;
}

} // namespace

BuildReport build_files(const std::vector<Job> &jobs, const fs::path &cache, int parallel, const Progress &progress) {
    BuildReport report;
    std::vector<std::size_t> waiting;
    for (const Job &job : jobs) {
        report.files.push_back(cache / (job.name + "-" + sha256(job.ingredients).substr(0, 24) + extension));
        if (!fs::exists(report.files.back())) {
            waiting.push_back(report.files.size() - 1);
        }
    }
    report.built = static_cast<int>(waiting.size());

    std::map<pid_t, Child> running;
    std::string first_error;
    int done = 0;
    std::reverse(waiting.begin(), waiting.end());
    while (!running.empty() || (!waiting.empty() && first_error.empty())) {
        if (!waiting.empty() && first_error.empty() && static_cast<int>(running.size()) < parallel) {
            Child child{waiting.back()};
            waiting.pop_back();
            const pid_t process = start(jobs[child.job], report.files[child.job], child.error_pipe);
            running.emplace(process, child);
            continue;
        }
        int status = 0;
        const pid_t process = waitpid(-1, &status, 0);
        const auto found = running.find(process);
        if (found == running.end()) {
            continue;
        }
        const Job &job = jobs[found->second.job];
        const std::string error = read_all(found->second.error_pipe);
        running.erase(found);
        if (status != 0 && first_error.empty()) {
            first_error = job.name + ": " + (error.empty() ? "its process ended without a word" : error);
        }
        progress(++done, report.built, job.name);
    }
    if (!first_error.empty()) {
        throw std::runtime_error(first_error);
    }
    const auto now = fs::file_time_type::clock::now(); // of use, for remove_unused
    for (const fs::path &file : report.files) {
        report.notes.push_back(read_file(note_of(file)));
        fs::last_write_time(file, now);
        fs::last_write_time(note_of(file), now);
    }
    return report;
}

void remove_unused(const fs::path &cache) {
    const auto limit = fs::file_time_type::clock::now() - std::chrono::days(14);
    for (const auto &entry : fs::directory_iterator(cache)) {
        const bool is_ours = entry.path().extension() == extension || entry.path().extension() == note_extension;
        if (is_ours && entry.last_write_time() < limit) {
            fs::remove(entry.path());
        }
    }
}

const fs::path &make_folder(const fs::path &folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        throw std::runtime_error(fmt::format("{}: cannot be made ({}), a folder that can be written was expected",
                                             folder.string(), error.message()));
    }
    return folder;
}

void write_file(const fs::path &path, const std::string &bytes) {
    if (fs::exists(path) && read_file(path) == bytes) {
        return;
    }
    write_file_atomically(path, bytes);
}

void run_program(const std::vector<std::string> &command) {
    std::vector<char *> arguments;
    for (const std::string &argument : command) {
        arguments.push_back(const_cast<char *>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child < 0 || status != 0) {
        throw std::runtime_error(command.front() + " failed, for the reason above; it was told: " +
                                 fmt::format("{}", fmt::join(command, " ")));
    }
}

} // namespace halenet::driver
