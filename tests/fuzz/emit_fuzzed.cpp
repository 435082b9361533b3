/// The tables of a library as the driver emits them, with kernels that compute nothing (kernels.h) in place of
/// Halide's. The library has two instruction sets, planned for vectors of different lengths, so that their layouts
/// differ; neither asks anything of the processor.
#include "generator/description/json.h"
#include "generator/driver/build.h"
#include "generator/driver/emit.h"
#include "runtime/files/files.h"

#include <exception>
#include <fmt/format.h>

using namespace halenet;
using namespace halenet::driver;

namespace {

/// Scratch for each kernel that works on a shard: only there can kernels have some.
std::vector<std::size_t> scratch_of(const Program &program) {
    std::vector<std::size_t> bytes(program.kernels.size(), 0);
    for (const Range &range : {program.front, program.one, program.train})
        for (int call = range.first; call < range.first + range.count; ++call)
            bytes[static_cast<std::size_t>(program.calls[static_cast<std::size_t>(call)].kernel)] = 192;
    return bytes;
}

Isa plan(const std::string &name, const description::ModelDescription &model, const schedules::Machine &machine) {
    Isa isa{{name, Halide::get_host_target()}, {}, plan_program(model, machine)};
    add_scratch(isa.program, scratch_of(isa.program));
    return isa;
}

std::string kernels_of(const Library &library) {
    std::string text = "/* Kernels of the fuzzed library. Do not edit. */\n#include \"tests/fuzz/kernels.h\"\n\n";
    for (std::size_t i = 0; i < library.isas.size(); ++i) {
        const Isa &isa = library.isas[i];
        for (std::size_t k = 0; k < isa.program.kernels.size(); ++k) {
            const std::string symbol = symbol_of(library, isa.target, isa.program.kernels[k]) + "_argv";
            text +=
                fmt::format("int {0}(void **arguments);\nint {0}(void **arguments) {{\n    return fuzzed_kernel({1}, "
                            "{2}, arguments);\n}}\n",
                            symbol, i, k);
        }
    }
    return text;
}

} // namespace

int main(int argc, char **argv) {
    try {
        if (argc != 4)
            throw std::runtime_error("expected model.json, and the files to write tables and kernels to");
        Library library;
        library.name = "fuzzed";
        library.model = description::from_json(read_file(argv[1]));
        library.isas = {plan("wide", library.model, {.vector_floats = 16, .vector_registers = 32}),
                        plan("narrow", library.model, {.vector_floats = 4, .vector_registers = 16})};
        write_file(argv[2], emit_tables(library));
        write_file(argv[3], kernels_of(library));
        return 0;
    } catch (const std::exception &error) {
        fmt::print(stderr, "emit_fuzzed: error: {}\n", error.what());
        return 1;
    }
}
