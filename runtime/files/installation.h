#pragma once

#include <filesystem>
#include <string_view>

namespace halenet {

/// Files that halenet's programs need at run time: where they lie below the prefix of an installation, and where in the
/// source tree.
struct ResourceFolder {
    std::string_view installed;
    std::string_view source;
};

/// The vocabulary of the model language, layers.h, and the models that halenet ships.
inline constexpr ResourceFolder models_folder{"share/halenet/model", "generator/model"};
/// The C core's sources, which the driver compiles for each target.
inline constexpr ResourceFolder core_folder{"share/halenet/core", "runtime/core"};
/// The templates of the files beside a library that make it easy to link.
inline constexpr ResourceFolder bundle_folder{"share/halenet/bundle", "cmake/bundle"};
/// The folder that an #include <halenet/...> begins at.
inline constexpr ResourceFolder headers_folder{"include", "runtime/include"};
/// The program that runs a library's self-test, whose sources are compiled for the library's target.
inline constexpr ResourceFolder selftest_folder{"share/halenet/selftest", "runtime/bundle/selftest"};
/// The plans that `halenet tune` found, a file a target.
inline constexpr ResourceFolder tuned_folder{"share/halenet/schedules/tuned", "schedules/tuned"};
/// What `halenet new` writes.
inline constexpr ResourceFolder project_folder{"share/halenet/project", "examples/project"};

/// The path of the running program, links resolved.
[[nodiscard]] std::filesystem::path this_executable();

/// The installation that `executable` belongs to: the folder above its own, if that has a share/halenet; else empty.
[[nodiscard]] std::filesystem::path installation_of(const std::filesystem::path &executable);

/// The folder in the installation of `executable`, else in the source tree that built it. Throws Error where neither
/// has it.
[[nodiscard]] std::filesystem::path find_folder(const ResourceFolder &folder,
                                                const std::filesystem::path &executable = this_executable());

} // namespace halenet
