/// The descriptions that the repository holds.
#pragma once

#include "generator/description/json.h"

#include <fstream>
#include <iterator>
#include <string>

namespace halenet::testing {

/// `file` relative to the repository.
inline description::ModelDescription read_description(const std::string &file) {
    std::ifstream text(std::string(HALENET_SOURCE_FOLDER "/") + file);
    return description::from_json(std::string(std::istreambuf_iterator<char>(text), {}));
}

} // namespace halenet::testing
