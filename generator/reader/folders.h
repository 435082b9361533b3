/// Where the reader finds the headers that a model needs, on the machine that built it or on another one.
#pragma once

#include <filesystem>

namespace halenet::reader {

/// The folder of layers.h: `share/halenet/model` of the installation that `executable` (its full path) belongs to, else
/// the source tree that built the reader. Empty where neither has it.
[[nodiscard]] std::filesystem::path find_layers_folder(const std::filesystem::path &executable);

/// The resource folder of the Clang version that the reader links: `configured`, the one found when the reader was
/// built, else what this machine's clang says. Empty where there is none; models that include no standard header need
/// none.
[[nodiscard]] std::filesystem::path find_resource_folder(const std::filesystem::path &configured);
[[nodiscard]] std::filesystem::path find_resource_folder();

} // namespace halenet::reader
