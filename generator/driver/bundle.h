/// A bundle on disk: the folder that a user links against.
#pragma once

#include "generator/driver/emit_bundle.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halenet::driver {

/// Refuses a folder that holds anything but a bundle that halenet wrote: only a new or empty folder, or one of an
/// earlier generation, is written to. Throws std::runtime_error naming what was found.
void check_bundle_folder(const std::filesystem::path &folder);

/// Writes the files, each whole or not at all, leaves those alone that already are so, and removes what an earlier
/// generation left there and this one has not. manifest.json is among them and lists them.
void write_bundle(const std::filesystem::path &folder, const std::vector<BundleFile> &files);

} // namespace halenet::driver
