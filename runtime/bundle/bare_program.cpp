#include "runtime/bundle/bare_program.h"

#include <fmt/format.h>

#include <halenet/error.h>

#include "runtime/files/child_process.h"
#include "runtime/files/installation.h"

namespace halenet {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> compile_command(const BareProgram &program, const fs::path &executable) {
    std::vector<std::string> command{HALENET_CLANG,
                                     "--target=" + program.triple,
                                     "-std=c11",
                                     "-O1",
                                     "-ffreestanding",
                                     "-fno-builtin",
                                     "-nostdlibinc",
                                     "-nostdlib",
                                     "-fuse-ld=lld",
                                     "-I" + find_folder(selftest_folder).string(), // system.h
                                     "-I" + (program.bundle / "include").string(),
                                     fmt::format("-DHEADER=\"{}.h\"", program.library),
                                     fmt::format("-DAPI={}_api", program.library)};
    command.insert(command.end(), program.options.begin(), program.options.end());
    command.insert(command.end(), {program.source.string(),
                                   (program.bundle / "lib" / fmt::format("lib{}.a", program.library)).string(), "-o",
                                   executable.string()});
    if (program.triple.starts_with("wasm"))
        command.emplace_back("-Wl,-z,stack-size=1048576"); // kernels keep tiles on the stack; 64 KB is what it has else
    else
        command.emplace_back("-static");
    return command;
}

} // namespace

std::string telling_line(std::string_view output, std::string_view word) {
    while (output.ends_with('\n'))
        output.remove_suffix(1);
    const std::size_t place = output.find(word);
    const std::size_t before = place == std::string_view::npos ? output.rfind('\n') : output.rfind('\n', place);
    output.remove_prefix(before == std::string_view::npos ? 0 : before + 1);
    return std::string(output.substr(0, output.find('\n')));
}

Outcome run_to_end(std::span<const std::string> command, const fs::path &folder) {
    Pipe pipe;
    ChildProcess child(command, pipe.write_end, pipe.write_end, folder);
    pipe.write_end.close();
    std::string output = read_text(pipe.read_end);
    return {child.status(), std::move(output)};
}

void build_bare_program(const BareProgram &program, const fs::path &executable) {
    const Outcome built = run_to_end(compile_command(program, executable), {});
    if (built.status != 0)
        throw Error(fmt::format("{}: {} could not be built ({})", program.bundle.string(),
                                program.source.filename().string(), telling_line(built.output, "error: ")));
}

} // namespace halenet
