/// What a library needs of the program that links it, for targets that this machine may not be able to run.
#include "generator/driver/build.h"
#include "runtime/files/files.h"
#include "tests/runtime/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <set>
#include <sstream>
#include <string>

TEST_CASE("a library needs nothing but memory copies, whatever its target", "[driver][targets]") {
    const std::string target = GENERATE("x86-64-v1", "arm-64", "riscv-64", "riscv-64-rvv-256", "wasm");
    CAPTURE(target);
    const TemporaryFolder folder;
    const std::string model = HALENET_SOURCE_FOLDER "/tests/models/tiny.json";
    const std::string out = (folder / "out").string(), list = (folder / "undefined").string();
    halenet::driver::run_program(
        {HALENET_GENERATE, "--model", model, "--name", "tiny", "--target", target, "--out", out});
    const std::string read = "'" HALENET_LLVM_NM "' --format=just-symbols --quiet --undefined-only '" + out +
                             "/lib/libtiny.a' >'" + list + "'";
    halenet::driver::run_program({"/bin/sh", "-c", read});
    // What begins with two underscores is of the linker's own making, for WebAssembly.
    const std::set<std::string> allowed{
        "memcpy",        "memset",       "memmove",         "memcmp",
        "__memory_base", "__table_base", "__stack_pointer", "__indirect_function_table"};
    std::istringstream lines(halenet::read_file(list));
    std::size_t names = 0;
    for (std::string line; std::getline(lines, line); ++names) {
        const bool known = line.empty() || line.ends_with(":") || line.starts_with("tiny_") || allowed.contains(line);
        CAPTURE(line);
        CHECK(known);
    }
    CHECK(names > 0); // memcpy at least, or the tool has read nothing
}
