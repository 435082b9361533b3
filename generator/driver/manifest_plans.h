/// The plans of a library that was generated before, so that it can be generated again whatever was tuned since.
#pragma once

#include "generator/driver/program.h"

#include <filesystem>
#include <string>

namespace halenet::driver {

/// Chooses the plans that a manifest tells for a target's kernels. Throws std::runtime_error naming the file where it
/// is no manifest; the chooser does for a kernel that the manifest does not have, and for a plan that is none any more.
[[nodiscard]] PlanChooser chooser_from_manifest(const std::filesystem::path &manifest, const std::string &target);

} // namespace halenet::driver
