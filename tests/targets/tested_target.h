/// The target that a run of these tests is about. The program takes it as options, so that CTest has each test once for
/// each target.
#pragma once

#include "tests/targets/target_program.h"

#include <string>

namespace halenet::targets {

struct TestedTarget {
    std::string name;    ///< --target
    std::string library; ///< --library, the build's for it; the strict one is called `library`_strict
};

/// Set by main.
[[nodiscard]] TestedTarget &tested_target();

/// A library of the tested target and what runs its programs. Skips the test where this machine has nothing that does.
struct Tested {
    Library library;
    Runner runner;

    [[nodiscard]] bool is_native() const { return runner.command.empty(); }
};
[[nodiscard]] Tested tested_library();
[[nodiscard]] Tested tested_strict_library();

/// The program's result, which the tested instruction set and no other one has. Skips where this machine's own
/// processor lacks it.
[[nodiscard]] Result run_tested(const std::string &source, const Tested &tested, const Inputs &inputs);

/// What prepare.cpp has written, file by file. Skips where it found no MNIST to begin with.
[[nodiscard]] std::string prepared(const std::string &file);

/// Leaves a result for the table that table.py prints.
void note(const std::string &column, const std::string &text);

} // namespace halenet::targets
