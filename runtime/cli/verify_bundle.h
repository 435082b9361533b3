#pragma once

#include <filesystem>

namespace halenet::cli {

/// Runs the self-test of a bundle's library with each of its instruction sets that can be had here, and prints what it
/// found: a line for each, and with `per_layer` one for each kernel. Gives the exit status: 1 where something is wrong.
/// Throws Error for a folder that is no bundle, and for targets that cannot be run here.
[[nodiscard]] int verify_bundle(const std::filesystem::path &bundle, bool per_layer);

} // namespace halenet::cli
