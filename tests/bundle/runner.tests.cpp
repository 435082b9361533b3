#include <filesystem>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "runtime/bundle/runner.h"
#include "tests/runtime/environment_variable.h"
#include "tests/runtime/error_of.h"
#include "tests/runtime/temporary_folder.h"

using namespace halenet;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

/// A folder as PATH, with programs that do nothing.
class Programs {
  public:
    explicit Programs(const std::vector<std::string> &names) : path_("PATH", folder_.path().string()) {
        for (const std::string &name : names)
            fs::permissions(folder_.file(name, "#!/bin/sh\n"), fs::perms::owner_all);
    }

  private:
    TemporaryFolder folder_;
    EnvironmentVariable path_;
};

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("a processor runs its own programs, whatever they need") {
    const Programs none({});
    CHECK(runner_for("x86-64-linux-avx-avx2", 0, "x86_64") == Runner{"x86_64-linux-gnu", {}, "here"});
    CHECK(runner_for("riscv-64-linux-rvv-vector_bits_128", 128, "riscv64").command.empty());
}

TEST_CASE("programs for another processor run under its emulator, with the vectors that they need") {
    const Programs emulators({"qemu-x86_64", "qemu-aarch64", "qemu-riscv64-static"});
    CHECK(runner_for("x86-64-linux", 0, "aarch64").command == Words{"qemu-x86_64", "-cpu", "max"});
    const Runner arm = runner_for("arm-64-linux-sve2", 256, "x86_64");
    CHECK(arm.triple == "aarch64-linux-gnu");
    CHECK(arm.command == Words{"qemu-aarch64", "-cpu", "max,sve256=on"});
    CHECK(arm.told == "under qemu-aarch64 -cpu max,sve256=on");
    CHECK(runner_for("riscv-64-linux", 0, "x86_64").command == Words{"qemu-riscv64-static", "-cpu", "rv64"});
    CHECK(runner_for("riscv-64-linux-rvv", 128, "x86_64").command ==
          Words{"qemu-riscv64-static", "-cpu", "rv64,v=true,vlen=128"});
}

TEST_CASE("WebAssembly runs in the engine that is there") {
    {
        const Programs both({"node", "wasmtime"});
        CHECK(runner_for("wasm-32-wasmrt", 0, "x86_64").command == Words{"wasmtime", "run"});
    }
    const Programs node({"node", "python3"}); // one of Python's that has every package
    CHECK(runner_for("wasm-32-wasmrt-wasm_simd128", 0, "x86_64").told == "in node");
    const Programs python({"python3"});
    CHECK(runner_for("wasm-32-wasmrt", 0, "x86_64").command.front() == "python3");
}

TEST_CASE("what cannot be run here is refused with what would be needed") {
    const Programs none({});
    const auto refusal = [](const std::string &target) {
        return error_of([&] { return runner_for(target, 0, "x86_64").told; });
    };
    CHECK_THAT(refusal("arm-64-osx"), StartsWith("arm-64-osx: a program for it cannot be run here"));
    CHECK_THAT(refusal("x86-64-windows-avx2"), StartsWith("x86-64-windows-avx2: "));
    CHECK_THAT(refusal("arm-64-linux"), ContainsSubstring("needs qemu-aarch64") && ContainsSubstring("apt install"));
    CHECK_THAT(refusal("wasm-32-wasmrt"),
               StartsWith("found no engine for WebAssembly") && ContainsSubstring("apt install"));
}
