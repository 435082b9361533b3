/// Generated libraries of any target, and the programs of this folder that are linked with them and run where that
/// target is: on this machine's processor, in an emulator or in an engine.
#pragma once

#include "runtime/bundle/manifest.h"
#include "runtime/bundle/runner.h"

#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <halenet/core.h>

namespace halenet::targets {

/// One instruction set of a library.
struct Library {
    std::filesystem::path bundle;
    Manifest manifest;
    Manifest::Target target;
};

/// The build's library `name`, for `target` of its targets. Throws Error.
[[nodiscard]] Library find_library(const std::string &name, const std::string &target);

/// What runs programs of a target, on a processor with vectors of `vector_bits`. Throws Error where this machine has
/// nothing that does.
[[nodiscard]] Runner find_runner(const Manifest::Target &target, int vector_bits);

/// Numbers from their bytes.
template <class Value>
[[nodiscard]] std::vector<Value> values_of(std::string_view bytes) {
    std::vector<Value> values(bytes.size() / sizeof(Value));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Value));
    return values;
}

/// What a program has put out (program.h).
struct Result {
    std::string isa; ///< that ran; empty where none could
    halenet_code code = HALENET_OK;
    std::string sentence; ///< of a code that is not HALENET_OK
    std::map<std::string, std::string> records;

    template <class Value>
    [[nodiscard]] std::vector<Value> values(const std::string &tag) const {
        return values_of<Value>(records.at(tag));
    }
};

/// What a program embeds: the contents of files, by their names.
using Inputs = std::map<std::string, std::string>;

/// Builds the program `source` of this folder with a library and runs it. Throws Error where that fails or the program
/// breaks down.
[[nodiscard]] Result run_program(const std::string &source, const Library &library, const Runner &runner,
                                 const Inputs &inputs);

} // namespace halenet::targets
