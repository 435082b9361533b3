#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace halenet {

/// A program in C that links a bundle's library and nothing else, no C library either, so that it can be built for any
/// target that this machine has an emulator for.
struct BareProgram {
    std::filesystem::path source; ///< finds the library's header as HEADER, its table as API
    std::filesystem::path bundle;
    std::string library;              ///< its name
    std::string triple;               ///< of the compiler: "aarch64-linux-gnu"
    std::vector<std::string> options; ///< for the compiler
};

/// Throws Error with the compiler's first complaint where the program cannot be built.
void build_bare_program(const BareProgram &program, const std::filesystem::path &executable);

struct Outcome {
    int status = 0;     ///< exit status, or 128 + the signal that ended it
    std::string output; ///< errors too
};

/// Runs a program in `folder`, or where this one runs for an empty path, to its end. Throws Error where it cannot be
/// started.
[[nodiscard]] Outcome run_to_end(std::span<const std::string> command, const std::filesystem::path &folder);

/// The first line with `word` in it, or the last line of all.
[[nodiscard]] std::string telling_line(std::string_view output, std::string_view word);

} // namespace halenet
