/// One kernel to one object file.
#pragma once

#include "generator/driver/program.h"

#include <Halide.h>

#include <filesystem>
#include <string>

namespace halenet::driver {

/// Instantiates the kernel's Generator and compiles it. Halide's warnings are errors: "guaranteed to fail an assertion
/// at runtime" is one of them, and without assertions such a kernel would overrun its buffers. Throws
/// std::runtime_error.
void compile_kernel(const Kernel &kernel, const std::string &symbol, const Halide::Target &target,
                    const std::filesystem::path &object);

} // namespace halenet::driver
