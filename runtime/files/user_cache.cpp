#include "runtime/files/user_cache.h"

#include <cstdlib>

namespace halenet {

namespace fs = std::filesystem;

namespace {

/// Empty where it is not set, or not absolute: the XDG base directory specification ignores a relative path.
fs::path absolute_folder(const char *variable) {
    const char *value = std::getenv(variable);
    const fs::path folder = value == nullptr ? "" : value;
    return folder.is_absolute() ? folder : fs::path();
}

} // namespace

fs::path user_cache_folder() {
    if (const fs::path cache = absolute_folder("XDG_CACHE_HOME"); !cache.empty())
        return cache / "halenet";
    const fs::path home = absolute_folder("HOME");
    return home.empty() ? home : home / ".cache" / "halenet";
}

} // namespace halenet
