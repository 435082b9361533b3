/// Kernels for processors that Halide has no code generator for: Halide compiles them for x86-64 as far as LLVM's text,
/// which holds nothing of that processor, and the core's compiler makes the object.
#pragma once

#include <Halide.h>

#include <filesystem>
#include <string>

namespace halenet::driver {

/// The target that kernels are lowered for: `target` itself, or, for RISC-V without vectors, x86-64 without any
/// extension and with the same features beside the instruction set. schedules::machine_of says the same of both.
[[nodiscard]] Halide::Target lowering_target(const Halide::Target &target);

/// LLVM's text of a module as the core's compiler, which is older than Halide's, reads it for another processor:
/// without the target, its attributes, and the hints that are too new. Throws std::runtime_error naming the first thing
/// in it that another processor cannot have: an intrinsic of x86, assembly, or a function that a kernel would be linked
/// with.
[[nodiscard]] std::string portable_text(std::string text);

/// Compiles a module that was lowered for lowering_target(target), to an object or to assembly. Throws
/// std::runtime_error.
void compile_portable(const Halide::Module &module, const Halide::Target &target, const std::filesystem::path &file,
                      Halide::OutputFileType form);

} // namespace halenet::driver
