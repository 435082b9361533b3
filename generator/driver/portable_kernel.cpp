#include "generator/driver/portable_kernel.h"

#include "generator/driver/build.h"
#include "generator/driver/target.h"
#include "generator/driver/version.h"
#include "runtime/files/files.h"
#include "runtime/files/scratch_folder.h"

#include <array>
#include <regex>
#include <stdexcept>
#include <vector>

namespace halenet::driver {

namespace fs = std::filesystem;

Halide::Target lowering_target(const Halide::Target &target) {
    // Halide 21 compiles for RISC-V with vectors only.
    if (target.arch != Halide::Target::RISCV || target.bits != 64 || target.has_feature(Halide::Target::RVV)) {
        return target;
    }
    Halide::Target lowered = target;
    lowered.arch = Halide::Target::X86;
    lowered.vector_bits = 0;
    return lowered;
}

std::string portable_text(std::string text) {
    struct Edit {
        std::regex what;
        const char *by;
    };
    static const std::array edits{
        Edit{std::regex(R"(target (datalayout|triple) = "[^"]*"\n)"), ""},
        Edit{std::regex(R"re( "(target-cpu|target-features|tune-cpu)"="[^"]*")re"), ""},
        // LLVM 20's: that a pointer does not escape, that operands have one sign, fast mathematics on conversions.
        Edit{std::regex(R"( captures\([^)]*\))"), ""},
        Edit{std::regex("icmp samesign "), "icmp "},
        Edit{std::regex("(fpext|fptrunc) ((fast|nnan|ninf|nsz|arcp|contract|afn|reassoc) )+"), "$1 "},
    };
    for (const Edit &edit : edits) {
        text = std::regex_replace(text, edit.what, edit.by);
    }
    static const std::regex foreign(R"(@llvm\.x86\.[\w.]+|\basm (sideeffect )?(alignstack )?"[^"]*"|)"
                                    R"(declare [^@\n]*@(?!llvm\.)[^(\s]+)");
    std::smatch found;
    if (std::regex_search(text, found, foreign)) {
        throw std::runtime_error("a kernel has \"" + found.str() +
                                 "\", but only what every processor has was expected where Halide has no code "
                                 "generator for the target");
    }
    return text;
}

void compile_portable(const Halide::Module &module, const Halide::Target &target, const fs::path &file,
                      Halide::OutputFileType form) {
    const ScratchFolder folder;
    const fs::path text = folder.path() / "kernel.ll";
    module.compile({{Halide::OutputFileType::llvm_assembly, text.string()}});
    write_file(text, portable_text(read_file(text)));
    std::vector<std::string> command = clang_target(target);
    command.insert(command.begin(), core_compiler);
    // What may be fused carries a mark, instruction by instruction: strict kernels have none.
    command.insert(command.end(), {"-O2", "-fPIC", "-ffunction-sections", "-ffp-contract=off", "-Wno-override-module",
                                   form == Halide::OutputFileType::assembly ? "-S" : "-c", "-x", "ir", text.string(),
                                   "-o", file.string()});
    run_program(command);
}

} // namespace halenet::driver
