/// The texts that make a library easy to link: CMake package, pkg-config file, C++ header, README and licence.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace halenet::driver {

/// The linkers of a bundle's targets, by the format of their objects.
enum class System { elf, macho, coff, wasm };

/// Where a bundle has trained weights.
enum class BundledWeights { none, file, embedded };

/// What the texts need to know.
struct Bundle {
    std::string library;              ///< prefix of every symbol: "lenet5"
    std::string model;                ///< of the model's struct: "LeNet5"
    std::vector<std::string> targets; ///< as the user named them: "x86-64-v3"
    std::string architecture;         ///< of all targets, as Halide names it with its bits: "x86-64", "arm-64"
    System system = System::elf;
    bool trains = true; ///< false: generated to classify only
    BundledWeights weights = BundledWeights::none;
};

struct BundleFile {
    std::filesystem::path path; ///< from the bundle's folder
    std::string text;
};

/// The files, from the templates in a folder: cmake/bundle, or where it is installed (bundle_folder of
/// runtime/files/installation.h). None of them names the place of the bundle, so that it can be moved.
[[nodiscard]] std::vector<BundleFile> emit_bundle(const Bundle &bundle, const std::filesystem::path &templates);

} // namespace halenet::driver
