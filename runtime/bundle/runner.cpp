#include "runtime/bundle/runner.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <sys/utsname.h>

#include <halenet/error.h>

#include "runtime/bundle/bare_program.h"
#include "runtime/files/search_path.h"

namespace halenet {
namespace {

/// What a program without a C library can be built for.
struct Platform {
    const char *halide; ///< how its target strings begin
    const char *machine;
    const char *triple;
    const char *processor; ///< QEMU's name of one that has all that it can emulate
    const char *vectors;   ///< QEMU's option for scalable vectors of so many bits
};
constexpr std::array platforms{
    Platform{"x86-64-linux", "x86_64", "x86_64-linux-gnu", "max", ""},
    Platform{"arm-64-linux", "aarch64", "aarch64-linux-gnu", "max", ",sve{}=on"},
    Platform{"riscv-64-linux", "riscv64", "riscv64-linux-gnu", "rv64", ",v=true,vlen={}"},
};

constexpr const char *node_script =
    "const { WASI } = require('node:wasi');"
    "const program = require('node:fs').readFileSync(process.argv[1]), wasi = new WASI({ version: 'preview1' });"
    "WebAssembly.instantiate(program, wasi.getImportObject()).then((made) => wasi.start(made.instance));";

constexpr const char *python_script = R"(
import sys, wasmtime
engine = wasmtime.Engine()
linker, store, config = wasmtime.Linker(engine), wasmtime.Store(engine), wasmtime.WasiConfig()
linker.define_wasi()
config.inherit_stdout()
store.set_wasi(config)
instance = linker.instantiate(store, wasmtime.Module.from_file(engine, sys.argv[1]))
instance.exports(store)["_start"](store)
)";

bool python_has_wasmtime() {
    const std::array<std::string, 3> command{"python3", "-c", "import wasmtime"};
    return !find_program("python3").empty() && run_to_end(command, {}).status == 0;
}

Runner runner_for_wasm() {
    constexpr const char *triple = "wasm32-unknown-unknown";
    if (!find_program("wasmtime").empty())
        return {triple, {"wasmtime", "run"}, "in wasmtime"};
    if (!find_program("node").empty())
        return {triple, {"node", "--no-warnings", "-e", node_script}, "in node"};
    if (python_has_wasmtime())
        return {triple, {"python3", "-c", python_script}, "in wasmtime"};
    throw Error("found no engine for WebAssembly, expected wasmtime, node, or Python's package wasmtime; apt install "
                "nodejs");
}

} // namespace

std::string machine_architecture() {
    utsname system{};
    return ::uname(&system) == 0 ? static_cast<const char *>(system.machine) : "unknown";
}

Runner runner_for(const std::string &target, int vector_bits, const std::string &machine) {
    if (target.starts_with("wasm-32"))
        return runner_for_wasm();
    const auto *const platform = std::ranges::find_if(
        platforms, [&](const Platform &candidate) { return target.starts_with(candidate.halide); });
    if (platform == platforms.end())
        throw Error(fmt::format(
            "{}: a program for it cannot be run here; 64-bit x86, Arm and RISC-V Linux and wasm can", target));
    if (machine == platform->machine)
        return {platform->triple, {}, "here"};
    std::string emulator = fmt::format("qemu-{}", platform->machine);
    if (find_program(emulator).empty() && !find_program(emulator + "-static").empty())
        emulator += "-static";
    if (find_program(emulator).empty())
        throw Error(fmt::format("{}: needs {} to be run on this {} machine, but PATH has none; apt install qemu-user",
                                target, emulator, machine));
    std::string processor = platform->processor;
    if (vector_bits > 0)
        processor += fmt::format(fmt::runtime(platform->vectors), vector_bits);
    return {platform->triple, {emulator, "-cpu", processor}, fmt::format("under {} -cpu {}", emulator, processor)};
}

} // namespace halenet
