#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <halenet/core.h>

#include "runtime/bundle/runner.h"

namespace halenet {

/// What a library's self-test found out with one of its instruction sets.
struct SelftestResult {
    struct Kernel {
        std::string name;
        float error = 0, allowed = 0; ///< as halenet_kernel_report has them
    };
    std::string isa;
    std::vector<Kernel> kernels;
    std::string digest;
    halenet_code code = HALENET_OK;
    std::string sentence; ///< of a status that is not HALENET_OK
};

/// The kernel whose error takes the greatest share of what is allowed; one that is no number counts as the greatest.
/// `result` has a kernel.
[[nodiscard]] const SelftestResult::Kernel &worst_kernel(const SelftestResult &result);

/// Builds a program around the library `name` of a bundle, without any C library, and runs it: one result for each of
/// the library's instruction sets, HALENET_UNSUPPORTED_CPU for those that the processor lacks. Throws Error where the
/// program cannot be built, or breaks down.
[[nodiscard]] std::vector<SelftestResult> run_selftest(const std::filesystem::path &bundle, const std::string &name,
                                                       const Runner &runner);

/// The results that the program's output tells (selftest/program.c); empty where its last line is missing.
[[nodiscard]] std::vector<SelftestResult> parse_selftest(std::string_view output);

} // namespace halenet
