/// Plans as the manifest tells them.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

namespace halenet::schedules {

/// "name value, name value".
[[nodiscard]] inline std::string text(std::initializer_list<std::pair<const char *, int>> parts) {
    std::string result;
    for (const auto &[name, value] : parts) {
        result += (result.empty() ? "" : ", ") + std::string(name) + " " + std::to_string(value);
    }
    return result;
}

} // namespace halenet::schedules
