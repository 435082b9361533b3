#pragma once

#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include <halenet/core.h>

namespace halenet::cli {

/// The command line of `halenet eval`.
struct EvalArguments {
    std::filesystem::path weights;
    std::string data;
    int threads = 0;            ///< 0: as many as can run
    std::filesystem::path json; ///< empty: none
};

/// Adds the command `eval`, whose parsing fills `arguments`.
CLI::App *add_eval_command(CLI::App &program, EvalArguments &arguments);

/// `halenet eval`. Gives the exit status. Throws Error.
[[nodiscard]] int eval(const halenet_api &api, const EvalArguments &arguments);

} // namespace halenet::cli
