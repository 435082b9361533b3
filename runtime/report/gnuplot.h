#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "runtime/report/picture.h"

namespace halenet {

/// Draws each picture as <name>.svg and <name>.png into `folder`, with gnuplot as child processes and without a shell.
/// Gives the reason, as part of a sentence, where that is not possible, and leaves no picture then. Throws Error where
/// the folder cannot be written.
[[nodiscard]] std::optional<std::string> draw_pictures(std::span<const Picture> pictures,
                                                       const std::filesystem::path &folder);

} // namespace halenet
