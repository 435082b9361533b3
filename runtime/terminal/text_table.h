#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace halenet {

/// Rows of cells as lines without their ends, columns two spaces apart. The letters of `alignment` are those of fmt,
/// one a column: '<' to the left, '>' to the right; columns past its end are to the left. Control characters become
/// '?'.
[[nodiscard]] std::vector<std::string> aligned(std::vector<std::vector<std::string>> rows,
                                               std::string_view alignment = {});

/// The same as a text, with a rule of dashes below the first row.
[[nodiscard]] std::string text_table(const std::vector<std::vector<std::string>> &rows,
                                     std::string_view alignment = {});

} // namespace halenet
