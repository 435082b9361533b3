/// Where the reader finds Clang's own headers, on the machine that built it or on another one.
#pragma once

#include <filesystem>

namespace halenet::reader {

/// The resource folder of the Clang version that the reader links: `configured`, the one found when the reader was
/// built, else what this machine's clang says. Empty where there is none; models that include no standard header need
/// none.
[[nodiscard]] std::filesystem::path find_resource_folder(const std::filesystem::path &configured);
[[nodiscard]] std::filesystem::path find_resource_folder();

} // namespace halenet::reader
