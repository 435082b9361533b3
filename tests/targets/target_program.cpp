#include "tests/targets/target_program.h"

#include "runtime/bundle/bare_program.h"
#include "runtime/files/child_process.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <halenet/error.h>
#include <unistd.h>

namespace halenet::targets {

namespace fs = std::filesystem;

namespace {

/// Debian 12's own QEMU, 7.2, breaks down on some vector instructions of RISC-V.
constexpr int oldest_qemu = 10;

void check_emulator(const std::string &emulator) {
    const std::array<std::string, 2> command{emulator, "--version"};
    const std::string told = run_to_end(command, {}).output;
    constexpr std::string_view mark = "version ";
    const std::size_t place = told.find(mark);
    const char *digits = told.c_str() + (place == std::string::npos ? told.size() : place + mark.size());
    int version = 0;
    std::from_chars(digits, told.c_str() + told.size(), version);
    if (version < oldest_qemu) {
        throw Error(fmt::format("found {} {}, expected version {} or a newer one; apt install -t bookworm-backports "
                                "qemu-user",
                                emulator, version, oldest_qemu));
    }
}

/// The records of an output (program.h); nothing where it is cut off.
std::optional<Result> parse(std::string_view output) {
    struct Head {
        std::array<char, 24> tag;
        std::uint64_t bytes;
    };
    Result result;
    while (!output.empty()) {
        Head head{};
        if (output.size() < sizeof head) {
            return std::nullopt;
        }
        std::memcpy(&head, output.data(), sizeof head);
        output.remove_prefix(sizeof head);
        if (output.size() < head.bytes) {
            return std::nullopt;
        }
        result.records[head.tag.data()] = output.substr(0, head.bytes);
        output.remove_prefix(head.bytes);
    }
    if (!result.records.contains("sentence")) {
        return std::nullopt;
    }
    result.isa = result.records["isa"];
    result.code = static_cast<halenet_code>(result.values<std::int32_t>("code").at(0));
    result.sentence = result.records["sentence"];
    return result;
}

/// A program's standard output; what it says as an error, this process says.
std::string output_of(const std::vector<std::string> &command, const fs::path &folder) {
    Pipe pipe;
    const FileDescriptor errors(::dup(STDERR_FILENO));
    ChildProcess child(command, pipe.write_end, errors, folder);
    pipe.write_end.close();
    std::string output = read_text(pipe.read_end);
    const int status = child.status();
    if (status != 0) {
        throw Error(fmt::format("{} ended with status {}", command.back(), status));
    }
    return output;
}

} // namespace

Library find_library(const std::string &name, const std::string &target) {
    const fs::path bundle = fs::path(HALENET_GENERATED) / name / "bundle";
    const fs::path file = bundle / "manifest.json";
    const Manifest manifest = parse_manifest(read_file(file), file);
    const auto found = std::ranges::find(manifest.targets, target, &Manifest::Target::name);
    if (found == manifest.targets.end()) {
        throw Error(fmt::format("{}: has no target {}", file.string(), target));
    }
    return {bundle, manifest, *found};
}

Runner find_runner(const Manifest::Target &target, int vector_bits) {
    Runner runner = runner_for(target.halide, vector_bits, machine_architecture());
    if (!runner.command.empty() && runner.command.front().starts_with("qemu")) {
        check_emulator(runner.command.front());
    }
    return runner;
}

Result run_program(const std::string &source, const Library &library, const Runner &runner, const Inputs &inputs) {
    const ScratchFolder scratch;
    for (const auto &[name, content] : inputs) {
        std::ofstream(scratch.path() / name, std::ios::binary) << content;
    }
    const fs::path program = scratch.path() / fs::path(source).stem();
    build_bare_program(
        {.source = fs::path(HALENET_PROGRAMS) / source,
         .bundle = library.bundle,
         .library = library.manifest.library,
         .triple = runner.triple,
         .options = {"-Wall", "-Wextra", "-Werror", "-Wno-c23-extensions", // #embed
                     "--embed-dir=" + scratch.path().string(), fmt::format("-DISA=\"{}\"", library.target.name)}},
        program);
    std::vector<std::string> command = runner.command;
    command.push_back(program.string());
    const std::optional<Result> result = parse(output_of(command, scratch.path()));
    if (!result) {
        throw Error(fmt::format("{}: the program's output is not whole", source));
    }
    return *result;
}

} // namespace halenet::targets
