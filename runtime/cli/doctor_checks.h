#pragma once

#include <string>
#include <vector>

namespace halenet::cli {

/// One thing that halenet may need of its installation or its machine.
struct Check {
    std::string what;
    bool there = false;
    std::string detail;  ///< where it is, or how to get it
    bool needed = false; ///< by halenet's own commands; without the others they do less, or only for this processor
};

/// Programs, folders, emulators and data.
[[nodiscard]] std::vector<Check> all_checks();

} // namespace halenet::cli
