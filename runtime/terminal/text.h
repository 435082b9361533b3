#pragma once

#include <optional>
#include <string>

namespace halenet {

/// Seconds as "0:07", "12:34" or "1:02:03", rounded up.
[[nodiscard]] std::string clock_time(double seconds);

/// The seconds that a person means by "90", "90s", "10m" or "1h30m": whole numbers with units, the larger ones first,
/// or one without a unit. Nothing for other texts, and for more than a year.
[[nodiscard]] std::optional<double> seconds_meant_by(const std::string &text);

/// "[=====>....]" of `columns` columns, 3 or more; `part` of the whole, 0 to 1.
[[nodiscard]] std::string bar_of(double part, int columns);

/// A word as a shell reads it, in quotes where it needs them.
[[nodiscard]] std::string shell_word(const std::string &word);

} // namespace halenet
