#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace halenet {

/// How a program that was built for some target is run on this machine.
struct Runner {
    std::string triple;               ///< of the program's compiler: "aarch64-linux-gnu"
    std::vector<std::string> command; ///< what the program's path is added to; empty: the processor itself runs it
    std::string told;                 ///< "here", "under qemu-aarch64", "in node"
    bool operator==(const Runner &) const = default;
};

/// For a Halide target string: the processor itself, QEMU's emulation of another one with scalable vectors of
/// `vector_bits` (0: none are needed), or an engine for WebAssembly, as PATH has them. `machine` is this one's
/// processor as the kernel calls it. Throws Error with what would be needed.
[[nodiscard]] Runner runner_for(const std::string &target, int vector_bits, const std::string &machine);

/// The name that the kernel has for this machine's processor: "x86_64".
[[nodiscard]] std::string machine_architecture();

} // namespace halenet
