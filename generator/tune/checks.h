/// What a user may get wrong, found before anything runs. Each throws std::runtime_error with what can be done.
#pragma once

#include "generator/driver/target.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halenet::tune {

/// The one target of a list.
[[nodiscard]] driver::Target one_target(const std::string &list);

/// Nothing can be measured for what this machine cannot run. `plans`: the folder of tuned plans.
void check_runs_here(const driver::Target &target, const std::filesystem::path &plans);

/// Each of `names` must be among `kernels`.
void check_kernels(const std::vector<std::string> &names, const std::vector<std::string> &kernels);

} // namespace halenet::tune
