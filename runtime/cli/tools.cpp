#include "runtime/cli/tools.h"

#include <csignal>
#include <cstdio>
#include <initializer_list>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <halenet/error.h>

#include "runtime/files/child_process.h"
#include "runtime/files/file_descriptor.h"
#include "runtime/files/files.h"
#include "runtime/files/installation.h"
#include "runtime/files/scratch_folder.h"
#include "runtime/files/user_cache.h"
#include "runtime/terminal/stop_signal.h"

namespace halenet::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char *generator = "halenet-generate";

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
    const int status = ChildProcess(arguments, out, duplicate(STDERR_FILENO)).status(StopSignal::to_pass_on);
    const bool unread = status == 128 + SIGPIPE; // whoever read its output has gone: `halenet tune --show | head`
    if (status > 128 && !unread && StopSignal::caught() == 0)
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
    std::vector<std::string> arguments{
        "--model", call.description.string(), "--name", call.name,   "--target", call.targets,
        "--out",   call.folder.string(),      "--for",  call.purpose};
    const auto add = [&](std::initializer_list<std::string> words) { arguments.insert(arguments.end(), words); };
    if (!call.objects.empty())
        add({"--cache", call.objects.string()});
    if (!call.plans.empty())
        add({"--plans", call.plans.string()});
    if (!call.plans_of.empty())
        add({"--plans-of", call.plans_of.string()});
    if (call.strict)
        add({"--strict"});
    if (!call.weights.empty())
        add({"--weights", call.weights.string(), "--weights-as", call.embed ? "embed" : "file"});
    if (!call.emit.empty())
        add({"--emit", fmt::format("{}", fmt::join(call.emit, ","))});
    if (call.symbols)
        add({"--symbols"});
    if (call.timing)
        add({"--timing"});
    if (call.shared)
        add({"--shared"});
    return run(generator, arguments, call.output);
}

int run_plan(const PlanCall &call) {
    std::vector<std::string> arguments{
        "--model", call.description.string(), "--name", "model", "--target", call.targets, "--plan"};
    if (!call.objects.empty())
        arguments.insert(arguments.end(), {"--cache", call.objects.string()});
    return run(generator, arguments, call.manifest);
}

int run_tune(const TuneCall &call) {
    // With this program, because nobody else could end it then: it would go on measuring for minutes.
    std::vector<std::string> arguments{"--with-parent",
                                       "--target",
                                       call.target,
                                       "--for",
                                       call.purpose,
                                       "--budget",
                                       call.budget,
                                       "--from",
                                       call.start,
                                       "--seed",
                                       fmt::format("{}", call.seed)};
    const auto add = [&](const char *option, const std::string &value) {
        if (!value.empty())
            arguments.insert(arguments.end(), {option, value});
    };
    add("--model", call.description.string());
    for (const std::string &kernel : call.kernels)
        add("--kernel", kernel);
    add("--jobs", call.jobs > 0 ? fmt::format("{}", call.jobs) : "");
    add("--record", call.record.string());
    add("--plans", call.plans.string());
    add("--json", call.json.string());
    add("--command", call.command);
    add("--take-over", call.take_over);
    if (call.fresh)
        arguments.emplace_back("--fresh");
    if (call.contenders)
        arguments.emplace_back("--contenders");
    if (call.show)
        arguments.emplace_back("--show");
    if (!call.compare.empty()) {
        arguments.emplace_back("--compare");
        arguments.insert(arguments.end(), call.compare.begin(), call.compare.end());
    }
    return run("halenet-tune", arguments, {});
}

std::string targets_with_names() {
    const ScratchFolder scratch;
    const fs::path list = scratch.path() / "targets.json";
    if (run(generator, {"--targets"}, list) != 0)
        throw Error(fmt::format("{} could not list its targets, for the reason above", generator));
    return read_file(list);
}

fs::path objects_folder() {
    const fs::path cache = user_cache_folder();
    return cache.empty() ? cache : cache / "objects";
}

int status_after(int tool_status) {
    return tool_status > 128 ? tool_status : tool_status != 0 ? 1 : 0;
}

} // namespace halenet::cli
