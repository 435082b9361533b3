#pragma once

#include <filesystem>
#include <string>

namespace halenet {

/// The program that a shell would start: the first executable file of this name in the folders of PATH, or the path
/// itself where the name has a slash. Empty where there is none.
[[nodiscard]] std::filesystem::path find_program(const std::string &name);

} // namespace halenet
