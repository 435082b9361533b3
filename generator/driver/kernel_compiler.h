/// One kernel, from its Generator to an object file.
#pragma once

#include "generator/driver/program.h"

#include <Halide.h>

#include <filesystem>
#include <string>

namespace halenet::driver {

struct LoweredKernel {
    Halide::Module module;
    Halide::Target target;         ///< what the kernel is for; the module's own is lowering_target() of it
    std::size_t scratch_bytes = 0; ///< of caller's memory, its last argument (scratch.h); 0: it takes none
};

/// Instantiates the kernel's Generator and lowers it. Halide's warnings are errors: "guaranteed to fail an assertion at
/// runtime" is one of them, and without assertions such a kernel would overrun its buffers. But what an autoscheduler
/// gives rise to is not: nobody can mend its schedule. Throws std::runtime_error.
[[nodiscard]] LoweredKernel lower_kernel(const Kernel &kernel, const std::string &symbol, const Halide::Target &target);

/// Writes the kernel as an object, as assembly or as another of Halide's forms.
void compile_kernel(const LoweredKernel &kernel, const std::filesystem::path &file,
                    Halide::OutputFileType form = Halide::OutputFileType::object);

} // namespace halenet::driver
