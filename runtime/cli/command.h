#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace halenet::cli {

/// A command of the program: what the command line fills in, and what is done then.
struct Command {
    CLI::App *app = nullptr;
    std::function<int()> run; ///< gives the exit status; throws Error
};

} // namespace halenet::cli
