#pragma once

#include <filesystem>
#include <optional>

#include <halenet/mnist.h>

#include "runtime/data/search.h"

inline constexpr const char *why_no_mnist =
    "MNIST is neither in HALENET_DATA, data/mnist, ../shared/data/mnist nor the user's cache";

/// The folder with MNIST's files where the program itself would find one; nothing is downloaded.
inline std::optional<std::filesystem::path> real_mnist() {
    halenet::DataSearch search = halenet::standard_search("", "", HALENET_SOURCE_DIR);
    search.mirrors.clear();
    search.folders.push_back(search.cache);
    search.cache.clear();
    const std::filesystem::path folder = halenet::locate_digits(search, {}).folder;
    return folder.empty() ? std::nullopt : std::optional(folder);
}
