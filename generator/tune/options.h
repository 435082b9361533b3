/// The command line of halenet-tune.
#pragma once

#include "generator/tune/session.h"

#include <optional>
#include <string>
#include <vector>

namespace halenet::tune {

/// Less is not enough to generate the libraries, to look where the time goes and to measure a candidate.
inline constexpr double least_budget_seconds = 20;

struct Options {
    SessionOptions session;
    // In place of tuning:
    bool show = false;                  ///< the target's tuned plans
    std::vector<std::string> compare{}; ///< two targets or files
    std::string take_over{};            ///< a target whose plans are copied, or a file; empty: none
    bool with_parent = false;           ///< end when the program that started this one does
};

/// Fills in the options. Gives an exit status where the program ends here: 0 after --help, 2 after a mistake, which has
/// been printed.
[[nodiscard]] std::optional<int> parse_options(int argc, char **argv, Options &options);

} // namespace halenet::tune
