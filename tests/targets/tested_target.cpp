#include "tests/targets/tested_target.h"

#include "runtime/files/files.h"

#include <catch2/catch_test_macros.hpp>
#include <halenet/error.h>

namespace halenet::targets {

namespace fs = std::filesystem;

namespace {

Tested find_tested(const std::string &name) {
    Tested tested{find_library(name, tested_target().name), {}};
    try {
        tested.runner = find_runner(tested.library.target, tested.library.target.vector_bits);
    } catch (const Error &error) {
        SKIP(error.what());
    }
    note("run", tested.runner.told);
    return tested;
}

} // namespace

TestedTarget &tested_target() {
    static TestedTarget target;
    return target;
}

Tested tested_library() {
    return find_tested(tested_target().library);
}

Tested tested_strict_library() {
    return find_tested(tested_target().library + "_strict");
}

Result run_tested(const std::string &source, const Tested &tested, const Inputs &inputs) {
    Result result = run_program(source, tested.library, tested.runner, inputs);
    if (result.code == HALENET_UNSUPPORTED_CPU && tested.is_native()) {
        SKIP(result.sentence);
    }
    REQUIRE(result.sentence == "");
    REQUIRE(result.isa == tested_target().name);
    return result;
}

std::string prepared(const std::string &file) {
    const fs::path path = fs::path(HALENET_PREPARED) / file;
    if (!fs::exists(path)) {
        SKIP("MNIST was not found, and these are tests with real images");
    }
    return read_file(path);
}

void note(const std::string &column, const std::string &text) {
    const fs::path folder = fs::path(HALENET_NOTES) / tested_target().name;
    fs::create_directories(folder);
    write_file_atomically(folder / column, text + "\n");
}

} // namespace halenet::targets
