#include "generator/driver/bundle.h"

#include "generator/driver/build.h"
#include "runtime/files/files.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

namespace halenet::driver {

namespace fs = std::filesystem;

namespace {

/// A path below the bundle's folder and not out of it: what a manifest lists is a file, and may have been changed.
bool is_inside(const fs::path &path) {
    return path.is_relative() &&
           std::none_of(path.begin(), path.end(), [](const fs::path &part) { return part == ".."; });
}

/// What the bundle in a folder says that it consists of; nothing where none is there.
std::set<fs::path> files_of_bundle(const fs::path &folder) {
    std::set<fs::path> files;
    const fs::path manifest = folder / "manifest.json";
    if (!fs::is_regular_file(manifest)) {
        return files;
    }
    const auto json = nlohmann::json::parse(read_file(manifest), nullptr, false);
    if (!json.is_object() || json.value("format", "") != "halenet-manifest" || !json.contains("files")) {
        return files;
    }
    for (const auto &file : json.at("files")) {
        if (file.is_string() && is_inside(file.get<std::string>())) {
            files.insert(file.get<std::string>());
        }
    }
    return files;
}

} // namespace

void check_bundle_folder(const fs::path &folder) {
    if (!fs::exists(folder)) {
        return;
    }
    if (!fs::is_directory(folder)) {
        throw std::runtime_error(
            fmt::format("{}: is a file, a new or empty folder or an earlier bundle was expected", folder.string()));
    }
    // Folders without files do not count: build systems make them before they run a command.
    const auto file = std::find_if(fs::recursive_directory_iterator(folder), fs::recursive_directory_iterator(),
                                   [](const fs::directory_entry &entry) { return !entry.is_directory(); });
    if (file != fs::recursive_directory_iterator() && files_of_bundle(folder).empty()) {
        throw std::runtime_error(
            fmt::format("{}: holds {} and no bundle of halenet, a new or empty folder or an earlier "
                        "bundle was expected",
                        folder.string(), file->path().lexically_relative(folder).string()));
    }
}

void write_bundle(const fs::path &folder, const std::vector<BundleFile> &files) {
    std::set<fs::path> before = files_of_bundle(folder);
    for (const BundleFile &file : files) {
        if (fs::exists(folder / file.path) && !before.contains(file.path)) {
            throw std::runtime_error(fmt::format("{}: is there already and was not generated, so it stays and nothing "
                                                 "was written; move it away",
                                                 (folder / file.path).string()));
        }
    }
    for (const BundleFile &file : files) {
        make_folder((folder / file.path).parent_path());
        write_file(folder / file.path, file.text);
        before.erase(file.path);
    }
    for (const fs::path &stale : before) {
        std::error_code gone;
        fs::remove(folder / stale, gone);
        for (fs::path above = stale.parent_path(); !above.empty() && fs::remove(folder / above, gone);) {
            above = above.parent_path();
        }
    }
}

} // namespace halenet::driver
