/// What somebody may have meant.
#pragma once

#include <string>
#include <vector>

namespace halenet::driver {

/// The names that take the fewest insertions, deletions and replacements of letters to come from `text`, at most three,
/// as a part of a sentence: "x86-64-v3 or x86-64-v2". `names` is not empty.
[[nodiscard]] std::string nearest(const std::string &text, const std::vector<std::string> &names);

} // namespace halenet::driver
