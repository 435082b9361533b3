#include "runtime/cli/bench_training.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <halenet/error.h>

#include "runtime/files/child_process.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/report/json.h"
#include "runtime/terminal/stop_signal.h"
#include "runtime/train/stopwatch.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

/// Becomes readable when a file in `folder` has been given its name, as write_file_atomically does it.
FileDescriptor watch_renames(const fs::path &folder) {
    FileDescriptor watch(::inotify_init1(IN_CLOEXEC));
    if (!watch.is_open() || ::inotify_add_watch(watch.get(), folder.c_str(), IN_MOVED_TO) < 0)
        throw Error(
            fmt::format("{}: the folder cannot be watched ({}), the moment that the weights are there was to be "
                        "told by it",
                        folder.string(), std::strerror(errno)));
    return watch;
}

/// The next piece of what has arrived; empty at its end.
std::string read_some(const FileDescriptor &descriptor) {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(descriptor.get(), buffer.data(), buffer.size());
    return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

/// The sentence that a failed process ended with.
std::string complaint_of(const std::string &output) {
    constexpr std::string_view mark = "halenet: error: ";
    const std::size_t at = output.rfind(mark);
    return at == std::string::npos ? "without a word"
                                   : output.substr(at + mark.size(), output.find('\n', at) - at - mark.size());
}

} // namespace

std::optional<TimedTraining> time_training(std::span<const std::string> options) {
    const ScratchFolder scratch;
    const fs::path weights = scratch.path() / "weights.safetensors";
    const fs::path report = scratch.path() / "train.json";
    std::vector<std::string> arguments{this_executable().string(), "train",  "--out",
                                       weights.string(),           "--json", report.string()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const FileDescriptor renames = watch_renames(scratch.path());
    Pipe output;

    const Stopwatch stopwatch;
    ChildProcess child(arguments, output.write_end, output.write_end);
    output.write_end.close();
    std::optional<double> seconds;
    std::string text;
    std::array<pollfd, 2> waited{pollfd{.fd = renames.get(), .events = POLLIN, .revents = 0},
                                 pollfd{.fd = output.read_end.get(), .events = POLLIN, .revents = 0}};
    for (bool open = true; open;) {
        const bool interrupted = ::poll(waited.data(), waited.size(), -1) < 0;
        if (StopSignal::caught() != 0)
            return std::nullopt;
        if (interrupted)
            continue;
        if (waited[0].revents != 0) {
            if (!seconds && fs::exists(weights))
                seconds = stopwatch.seconds();
            static_cast<void>(read_some(renames));
        }
        if (waited[1].revents != 0) {
            const std::string piece = read_some(output.read_end);
            open = !piece.empty();
            text += piece;
        }
    }
    if (const int status = child.status(); status != 0 || !seconds)
        throw Error(fmt::format("halenet train ended with status {}: {}", status, complaint_of(text)));
    return TimedTraining{.seconds = *seconds,
                         .accuracy = Json::parse(read_file(report)).at("test").at("accuracy").get<double>()};
}

} // namespace halenet::cli
