/// Numbers and words as the tuner tells them to people.
#pragma once

#include "generator/tune/statistics.h"

#include <string>

namespace halenet::tune {

/// Microseconds with 4 digits, "0.5120" or "12.35"; "-" for 0, which is not known.
[[nodiscard]] std::string microseconds_text(double seconds);

/// What a logarithm of a ratio of times says of speed, with its 95 % interval: "+3.2 % [+2.1, +4.4]"; without the
/// interval where there is none, or `brief`.
[[nodiscard]] std::string gain_text(const Interval &gain, bool brief = false);

/// "searching" as the beginning of a sentence.
[[nodiscard]] std::string capitalised(std::string text);

/// "2026-11-27", here.
[[nodiscard]] std::string today();

} // namespace halenet::tune
