#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace halenet::cli {

// The generator's two programs lie beside this one and run as its children: the reader holds one LLVM, the driver
// another. What they print on standard error is seen as they print it. A signal that StopSignal catches while a child
// runs is passed on to it. Each function gives the exit status, or 128 + the signal where one stopped it so, and throws
// Error where the program cannot be started or breaks down.

/// halenet-reader: a model header in, its description out.
struct ReaderCall {
    std::filesystem::path header;
    std::string structure;             ///< the model's struct; empty: the header's only one
    std::filesystem::path description; ///< the file to write, left alone where the header has a mistake
    std::filesystem::path files_read;  ///< a file to write in make's syntax: every header that was read; empty: none
    std::optional<int> memory_limit;   ///< MiB
};
[[nodiscard]] int run_reader(const ReaderCall &call);

/// halenet-generate: a description in, a library out.
struct GenerateCall {
    std::filesystem::path description;
    std::string name;               ///< of the library
    std::string target = "host";    ///< as Halide writes it
    std::filesystem::path folder;   ///< what is written lies here
    std::filesystem::path objects;  ///< a folder for object files
    bool shared = false;            ///< also lib<name>.so
    std::filesystem::path output{}; ///< of standard output; empty: this program's own
};
[[nodiscard]] int run_generate(const GenerateCall &call);

/// The same without building: the manifest goes to the file `manifest`.
struct PlanCall {
    std::filesystem::path description;
    std::string target = "host";
    std::filesystem::path manifest;
};
[[nodiscard]] int run_plan(const PlanCall &call);

/// The exit status of this program after one of those: 0, 1 or 128 + a signal.
[[nodiscard]] int status_after(int tool_status);

} // namespace halenet::cli
