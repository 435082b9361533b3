#pragma once

#include <string>
#include <vector>

namespace halenet::cli {

/// One thing that halenet may need of its installation or its machine.
struct Check {
    std::string what;
    bool there = false;
    std::string detail;  ///< where it is, or how to get it
    bool needed = false; ///< by a command of halenet's own; the others do with less, or are for other processors
};

/// Programs, folders, emulators and data.
[[nodiscard]] std::vector<Check> all_checks();

} // namespace halenet::cli
