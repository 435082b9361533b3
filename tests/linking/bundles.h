#pragma once

#include <filesystem>
#include <string>

#include "tests/package/command.h"
#include "tests/runtime/environment_variable.h"

namespace linking_tests {

using package_tests::Result;

/// The folder of a bundle that bundles.cmake made.
[[nodiscard]] std::filesystem::path bundle(const std::string &name);

/// Runs commands of bash in `folder`, as a person would type them; the first that fails ends them.
[[nodiscard]] Result shell(const std::string &commands, const std::filesystem::path &folder);

/// What the examples' comments ask for: $BUNDLE and $A (lenet5's folder), $B (lenet5_1998's), $HALENET,
/// PKG_CONFIG_PATH.
class Places {
  public:
    Places();

  private:
    EnvironmentVariable bundle_, a_, b_, halenet_, pkg_config_path_;
};

/// Configures and builds the CMake project in `source`, in the folder build of `folder`; `prefixes` is
/// CMAKE_PREFIX_PATH.
[[nodiscard]] Result build_project(const std::filesystem::path &source, const std::filesystem::path &folder,
                                   const std::string &prefixes, const std::string &options = "");

} // namespace linking_tests
