#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace halenet::cli {

// What an option's text may be. The errors say what was found and what was expected; CLI11 puts the option before them.

/// A decimal whole number from `least` to `most`.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t least, std::uint64_t most, const std::string &unit = "");

/// A finite number from `least`, or above it, to `most`, or below it.
struct Range {
    double least = 0;
    bool with_least = true;
    double most = 0;
    bool with_most = true;
};
[[nodiscard]] CLI::Validator real_number(const Range &range);

/// A length of time, as text.h's seconds_meant_by reads it.
[[nodiscard]] CLI::Validator length_of_time();

[[nodiscard]] CLI::Validator one_of(const std::vector<std::string> &words);

[[nodiscard]] CLI::Validator not_empty(const std::string &expected);

} // namespace halenet::cli
