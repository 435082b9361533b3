/// The texts of a library: its C tables, its header, its manifest and what is beside them.
#pragma once

#include "generator/driver/program.h"
#include "generator/driver/requirements.h"
#include "generator/driver/target.h"

#include <optional>
#include <string>
#include <vector>

namespace halenet::driver {

/// The part of a library that is for one instruction set.
struct Isa {
    Target target;
    Requirements requirements{};
    Program program;
};

/// Weights that a library or its bundle brings along.
struct BundledFile {
    bool embedded = false; ///< inside the library; else a file beside it
    std::string sha256{};  ///< of the weights file
    std::size_t bytes = 0; ///< of it
};

/// What the texts need to know.
struct Library {
    std::string name; ///< prefix of every symbol: "lenet5"
    description::ModelDescription model;
    Use use = Use::train;
    bool strict = false;  ///< the same bits on every processor
    bool symbols = false; ///< all names and the lines of the core
    bool timing = false;  ///< the core can count what each kernel takes
    bool checked = false; ///< kernels check their arguments and bounds and need Halide's runtime: for tests
    std::string core;     ///< the beginning of its sources' SHA-256
    std::string digest;   ///< of a strict library's self-test, as every processor must get it
    std::optional<BundledFile> weights;
    std::vector<Isa> isas; ///< best first
};

/// The greatest value over the instruction sets of a library, which is what its memory must suffice for.
template <typename Value>
[[nodiscard]] std::size_t most(const Library &library, Value &&value_of) {
    std::size_t greatest = 0;
    for (const Isa &isa : library.isas) {
        greatest = std::max<std::size_t>(greatest, value_of(isa.program));
    }
    return greatest;
}

/// Bytes of memory that a library needs, whichever of its instruction sets is chosen.
struct MemorySizes {
    std::size_t weights = 0, state = 0;
    std::size_t one = 0;            ///< workspace to classify one image at a time
    std::size_t classify_shard = 0; ///< workspace of 16 images
    std::size_t train_shard = 0;
    std::size_t adapt = 0, selftest = 0;
};
[[nodiscard]] MemorySizes memory_sizes(const Library &library);

/// A text as a part of a C identifier: "x86_64_v3".
[[nodiscard]] std::string identifier_of(std::string text);

/// The linker's name of a kernel.
[[nodiscard]] std::string symbol_of(const Library &library, const Target &target, const Kernel &kernel);

/// <name>_tables.c, to be compiled with the C core.
[[nodiscard]] std::string emit_tables(const Library &library);

/// The tables of one instruction set, the number `index` of its library: static arrays whose names end in `index`.
[[nodiscard]] std::string emit_isa_tables(const Library &library, std::size_t index);

/// Its row in the list of instruction sets.
[[nodiscard]] std::string isa_row(const Library &library, std::size_t index);

/// <name>.h, from the text of runtime/core/library.h.in.
[[nodiscard]] std::string emit_header(const std::string &header_template, const Library &library);

[[nodiscard]] std::string halide_version();

/// manifest.json: all that the library was made from, with each kernel's plan. `text_bytes`: of its machine code and
/// constants; `files`: of the bundle.
[[nodiscard]] std::string emit_manifest(const Library &library, std::size_t text_bytes,
                                        const std::vector<std::string> &files);

} // namespace halenet::driver
