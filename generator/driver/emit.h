/// The texts of a library: its C tables, its header and its manifest.
#pragma once

#include "generator/driver/program.h"

#include <string>

namespace halenet::driver {

/// What the texts need to know beside the program.
struct Library {
    std::string name;      ///< prefix of every symbol: "lenet5"
    std::string isa;       ///< name of the kernels' instruction set: "x86_64_avx2"
    std::string target;    ///< resolved Halide target string
    unsigned features = 0; ///< HALENET_X86_* of runtime/core/internal.h
    bool checked = false;  ///< kernels check their arguments and bounds and need Halide's runtime: for tests
};

/// The linker's name of a kernel.
[[nodiscard]] std::string symbol_of(const Library &library, const Kernel &kernel);

/// <name>_tables.c, to be compiled with the C core.
[[nodiscard]] std::string emit_tables(const Library &library, const description::ModelDescription &model,
                                      const Program &program);

/// <name>.h, from the text of runtime/core/library.h.in. A placeholder that the template has and this does not know is
/// an error of ours: throws std::logic_error.
[[nodiscard]] std::string emit_header(const std::string &header_template, const Library &library,
                                      const description::ModelDescription &model, const Program &program);

/// <name>.manifest.json: what the library was made from, with each kernel's plan.
[[nodiscard]] std::string emit_manifest(const Library &library, const description::ModelDescription &model,
                                        const Program &program);

} // namespace halenet::driver
