#pragma once

#include <filesystem>

namespace halenet {

/// Where halenet keeps what it can make or fetch again: $XDG_CACHE_HOME/halenet, or ~/.cache/halenet. Empty where the
/// environment names neither folder. It need not exist yet.
[[nodiscard]] std::filesystem::path user_cache_folder();

} // namespace halenet
