#pragma once

#include <cstddef>
#include <string>

#include "runtime/bundle/manifest.h"

namespace halenet::cli {

/// A manifest for people. `file_bytes`: of the library that it was found in.
[[nodiscard]] std::string text_of(const Manifest &manifest, std::size_t file_bytes);

} // namespace halenet::cli
