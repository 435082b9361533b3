#include "runtime/files/search_path.h"

#include <cstdlib>
#include <sstream>

#include <unistd.h>

namespace halenet {

namespace fs = std::filesystem;

namespace {

bool is_program(const fs::path &path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

} // namespace

fs::path find_program(const std::string &name) {
    if (name.find('/') != std::string::npos)
        return is_program(name) ? fs::path(name) : fs::path();
    const char *value = std::getenv("PATH");
    std::istringstream folders(value == nullptr ? "" : value);
    for (std::string folder; std::getline(folders, folder, ':');)
        if (const fs::path path = fs::path(folder) / name; is_program(path))
            return path;
    return {};
}

} // namespace halenet
