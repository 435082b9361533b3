/// A model header taken the whole way: reader, driver, shared library, loaded into the test.
#pragma once

#include "generator/description/description.h"

#include <filesystem>
#include <string>

#include "runtime/library/loaded_library.h"

namespace halenet::testing {

struct GeneratedModel {
    description::ModelDescription description; ///< as the reader wrote it
    LoadedLibrary library;

    [[nodiscard]] const halenet_api &api() const { return library.api(); }
};

/// Runs the reader and the driver on a header of this text. `name` is the library's; objects are kept in the build's
/// folder, so that the second run of an unchanged generator only loads. Throws where a program fails.
[[nodiscard]] GeneratedModel generate(const std::string &header, const std::string &name);

} // namespace halenet::testing
